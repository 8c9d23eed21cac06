package org.colloque.server.instance;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.ProfileRules;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Version;
import org.colloque.server.media.ImageFormat;
import org.colloque.server.media.ImageLimits;
import org.colloque.server.media.MediaApi;
import org.colloque.server.statuses.AttachMedia;
import org.colloque.server.statuses.NewPoll;
import org.colloque.server.statuses.StatusMarks;
import org.colloque.server.tags.FeatureTag;
import org.colloque.server.text.StatusLength;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What the instance says of itself to clients, in both shapes. */
final class InstanceEntities {
  /**
   * The highest level of Mastodon's API that is answered as a whole (semantics.md, section 12): 2
   * is grouped notifications, 3 attribution domains, 4 web push as its standard says, 5 filters
   * that blur, 6 endorsed people and featured hashtags, 7 quotes, 8 the profile API. For 10 there
   * are collections, but no fallback of notifications ({@code supported_types}).
   */
  static final int MASTODON_API = 8;

  /** The first of our own additions is still to come. */
  static final int OWN_API = 1;

  /** Polls as Mastodon limits them (semantics.md, section 7); times in seconds. */
  static final InstanceEntity.PollLimits POLLS =
      new InstanceEntity.PollLimits(
          NewPoll.MAX_OPTIONS,
          NewPoll.MAX_CHARACTERS,
          Math.toIntExact(NewPoll.SHORTEST.toSeconds()),
          Math.toIntExact(NewPoll.LONGEST.toSeconds()));

  private static final String OPEN = "public";

  private final Kit kit;
  private final Settings settings;
  private final SourceCode sourceCode;
  private final VapidKey vapidKey;
  private final Statistics statistics;
  private final AccountEntities accounts;

  InstanceEntities(
      Kit kit,
      Settings settings,
      SourceCode sourceCode,
      VapidKey vapidKey,
      Statistics statistics,
      AccountEntities accounts) {
    this.kit = kit;
    this.settings = settings;
    this.sourceCode = sourceCode;
    this.vapidKey = vapidKey;
    this.statistics = statistics;
    this.accounts = accounts;
  }

  InstanceEntity second() {
    InstanceSettings about = settings.current();
    String source = sourceCode.address(about);
    return new InstanceEntity(
        kit.urls().host(),
        about.title(),
        Version.forClients(),
        source.isEmpty() ? kit.urls().absolute("/about") : source,
        about.shortDescription(),
        null,
        new InstanceEntity.Usage(new InstanceEntity.Users(statistics.size().activeMonth())),
        new InstanceEntity.Thumbnail(thumbnail(), ""),
        List.of(),
        about.languages(),
        configuration(),
        registrations(about),
        Map.of("mastodon", MASTODON_API, "colloque", OWN_API),
        new InstanceEntity.Contact(about.contactEmail(), contact(about)),
        rules());
  }

  InstanceEntity.First first() {
    InstanceSettings about = settings.current();
    Statistics.Size size = statistics.size();
    InstanceEntity.MediaLimits media = media();
    InstanceEntity.Registrations registrations = registrations(about);
    return new InstanceEntity.First(
        kit.urls().host(),
        about.title(),
        about.shortDescription(),
        about.shortDescription(),
        about.contactEmail(),
        Version.forClients(),
        new InstanceEntity.FirstAddresses(streaming()),
        new InstanceEntity.Stats(size.users(), size.statuses(), statistics.peers().size()),
        thumbnail(),
        about.languages(),
        registrations.enabled(),
        registrations.approvalRequired(),
        about.registrations() == RegistrationMode.INVITATION,
        new InstanceEntity.FirstConfiguration(
            new InstanceEntity.FirstAccountLimits(FeatureTag.MAX_FEATURED),
            statuses(),
            new InstanceEntity.FirstMediaLimits(
                media.supportedMimeTypes(),
                media.imageSizeLimit(),
                media.imageMatrixLimit(),
                media.videoSizeLimit(),
                media.videoFrameRateLimit(),
                media.videoMatrixLimit()),
            POLLS),
        contact(about),
        rules());
  }

  List<InstanceEntity.RuleEntity> rules() {
    return settings.rules().stream()
        .map(rule ->
            new InstanceEntity.RuleEntity(
                Long.toString(rule.id()), rule.text(), rule.hint(), Map.of()))
        .toList();
  }

  private InstanceEntity.Configuration configuration() {
    InstanceEntity.Feeds open = new InstanceEntity.Feeds(OPEN, OPEN);
    return new InstanceEntity.Configuration(
        new InstanceEntity.Addresses(streaming(), null, kit.urls().absolute("/about"), null, null),
        new InstanceEntity.Vapid(vapidKey.publicKey()),
        new InstanceEntity.AccountLimits(
            ProfileRules.MAX_DISPLAY_NAME,
            ProfileRules.MAX_NOTE,
            ProfileRules.MAX_IMAGE_DESCRIPTION,
            ProfileRules.MAX_IMAGE_DESCRIPTION,
            FeatureTag.MAX_FEATURED,
            StatusMarks.MAX_PINS,
            ProfileRules.MAX_FIELDS,
            ProfileRules.MAX_FIELD,
            ProfileRules.MAX_FIELD),
        statuses(),
        media(),
        POLLS,
        new InstanceEntity.Translation(false),
        new InstanceEntity.TimelinesAccess(open, open, open),
        false);
  }

  private static InstanceEntity.StatusLimits statuses() {
    return new InstanceEntity.StatusLimits(
        StatusLength.MAX, AttachMedia.MAX_ATTACHMENTS, StatusLength.URL_LENGTH);
  }

  private InstanceEntity.MediaLimits media() {
    return new InstanceEntity.MediaLimits(
        Arrays.stream(ImageFormat.values()).map(ImageFormat::contentType).toList(),
        MediaApi.MAX_DESCRIPTION_CHARACTERS,
        kit.config().media().maxUploadBytes(),
        ImageLimits.PIXELS_MAX,
        0,
        0,
        0);
  }

  private static InstanceEntity.Registrations registrations(InstanceSettings about) {
    boolean approval = about.registrations() == RegistrationMode.APPROVAL;
    return new InstanceEntity.Registrations(
        approval || about.registrations() == RegistrationMode.OPEN,
        approval,
        approval && !about.approvalMessage().isEmpty()
            ? InstanceTexts.paragraphs(about.approvalMessage())
            : null,
        null,
        approval,
        null);
  }

  /** Whom to write to: who was named, else who owns the instance. */
  private @Nullable RawJson contact(InstanceSettings about) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              Long id = contactId(tx.sql(), about.contactAccount());
              return id == null ? null : accounts.one(tx.sql(), new AccountId(id));
            });
  }

  private static @Nullable Long contactId(DSLContext sql, String username) {
    String lower = username.toLowerCase(Locale.ROOT);
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .join(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .and(org.jooq.impl.DSL.lower(ACCOUNTS.USERNAME).eq(lower).or(USERS.ROLE.eq("owner")))
        .orderBy(
            org.jooq.impl.DSL.field(org.jooq.impl.DSL.lower(ACCOUNTS.USERNAME).eq(lower)).desc(),
            ACCOUNTS.ID)
        .limit(1)
        .fetchOne(ACCOUNTS.ID);
  }

  private String streaming() {
    return kit.urls().base().replaceFirst("^http", "ws");
  }

  private String thumbnail() {
    return kit.urls().absolute("/headers/missing.png");
  }
}
