package org.colloque.server.instance;

import static org.colloque.migrations.Tables.INSTANCE_SETTINGS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.PublicBlocks;
import org.colloque.server.text.Languages;
import org.jspecify.annotations.Nullable;

/** The instance in the client API (Mastodon 4.6, methods/instance): the same for everybody. */
public final class InstanceApi {
  /** How long what is the same for everybody may be kept (semantics.md, section 1). */
  static final String SHARED = "public, max-age=300";

  /** Since when the first shape is deprecated: 2022-11-14 (RFC 9745). */
  private static final String DEPRECATED = "@1668384000";

  private final Kit kit;
  private final Settings settings;
  private final Statistics statistics;
  private final InstanceEntities entities;

  InstanceApi(Kit kit, Settings settings, Statistics statistics, InstanceEntities entities) {
    this.kit = kit;
    this.settings = settings;
    this.statistics = statistics;
    this.entities = entities;
  }

  /** Mastodon 4.6, entity ExtendedDescription. */
  record Description(@Nullable String updatedAt, String content) {}

  /** Mastodon 4.6, entity Language. */
  record Language(String code, String name) {}

  List<Route> routes() {
    Access all = Access.api();
    return List.of(
        Route.get("/api/v2/instance", all, _ -> shared(entities.second())),
        Route.get(
            "/api/v1/instance", all, _ -> shared(entities.first()).with("deprecation", DEPRECATED)),
        Route.get("/api/v1/instance/rules", all, _ -> shared(entities.rules())),
        Route.get("/api/v1/instance/extended_description", all, _ -> shared(description())),
        Route.get("/api/v1/instance/privacy_policy", all, _ -> none()),
        Route.get("/api/v1/instance/terms_of_service", all, _ -> none()),
        Route.get("/api/v1/instance/terms_of_service/:date", all, _ -> none()),
        Route.get("/api/v1/instance/peers", all, _ -> shared(statistics.peers())),
        Route.get("/api/v1/instance/activity", all, _ -> shared(statistics.weeks())),
        Route.get("/api/v1/instance/domain_blocks", all, this::domainBlocks),
        Route.get("/api/v1/instance/translation_languages", all, _ -> shared(Map.of())),
        Route.get("/api/v1/instance/languages", all, InstanceApi::languages),
        Route.get("/api/v1/peers/search", all, this::peers));
  }

  private static Reply shared(Object value) {
    return Reply.json(value).with("cache-control", SHARED);
  }

  /** The owner has written none. */
  private static Reply none() {
    throw ProblemException.notFound();
  }

  private Description description() {
    String text = settings.current().description();
    return new Description(
        text.isEmpty() ? null : changed(), text.isEmpty() ? "" : InstanceTexts.paragraphs(text));
  }

  /** Without milliseconds (semantics.md, section 3). */
  private @Nullable String changed() {
    @Nullable OffsetDateTime changed =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .select(INSTANCE_SETTINGS.UPDATED_AT)
                        .from(INSTANCE_SETTINGS)
                        .where(INSTANCE_SETTINGS.KEY.eq("description"))
                        .fetchOne(INSTANCE_SETTINGS.UPDATED_AT));
    if (changed == null) {
      return null;
    }
    Instant moment = changed.toInstant().truncatedTo(ChronoUnit.SECONDS);
    return DateTimeFormatter.ISO_INSTANT.format(moment);
  }

  /** Only to whom the owner shows it, as in Mastodon; else there is no such thing. */
  private Reply domainBlocks(Request request) {
    boolean shown =
        switch (settings.current().showDomainBlocks()) {
          case DISABLED -> false;
          case USERS -> request.caller().member() != null;
          case ALL -> true;
        };
    if (!shown) {
      throw ProblemException.notFound();
    }
    return Reply.json(kit.db().as(request.caller().viewer(), tx -> PublicBlocks.of(tx.sql())));
  }

  private static Reply languages(Request request) {
    Locale reader = request.caller().locale();
    return Reply.json(
        Languages.twoLetterCodes().stream()
            .map(code -> new Language(code, Languages.displayName(code, reader)))
            .toList());
  }

  private Reply peers(Request request) {
    String start = request.parameters().text("q", "").strip().toLowerCase(Locale.ROOT);
    return Reply.json(
        start.isEmpty()
            ? List.of()
            : statistics.peers().stream()
                .filter(peer -> peer.startsWith(start))
                .limit(10)
                .toList());
  }
}
