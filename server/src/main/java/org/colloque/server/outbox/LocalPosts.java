package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.CONVERSATIONS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.migrations.tables.Accounts;
import org.colloque.migrations.tables.FederatedStatuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Urls;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The one translation from statuses to notes and boosts, through the view that has no private rows:
 * for any number of them in five statements.
 */
public final class LocalPosts {
  private static final FederatedStatuses PARENT = FEDERATED_STATUSES.as("parent");
  private static final FederatedStatuses ORIGINAL = FEDERATED_STATUSES.as("original");
  private static final FederatedStatuses ROOT = FEDERATED_STATUSES.as("root");

  /** Whether the thread begins with an open post of ours. */
  private static final Field<Boolean> BEGINS_HERE =
      DSL.field(
          DSL.exists(
              DSL.selectOne()
                  .from(ROOT)
                  .where(ROOT.CONVERSATION_ID.eq(FEDERATED_STATUSES.CONVERSATION_ID))
                  .and(isOpenRoot(ROOT))));

  private static final Accounts BOOSTED = ACCOUNTS.as("boosted");

  private final Urls urls;
  private final NoteParts parts;

  public LocalPosts(Kit kit) {
    this.urls = kit.urls();
    this.parts = new NoteParts(kit.urls(), kit.clock());
  }

  public Optional<LocalPost> one(DSLContext sql, StatusId id) {
    return list(sql, List.of(id.value())).stream().findFirst();
  }

  /** Those of {@code ids} that are local and federated, newest first. */
  public List<LocalPost> list(DSLContext sql, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    NoteParts.Loaded loaded = parts.load(sql, ids);
    List<LocalPost> posts = new ArrayList<>();
    for (Record row :
        sql.select(FEDERATED_STATUSES.fields())
            .select(ACCOUNTS.URI, ACCOUNTS.FOLLOWERS_URL, ACCOUNTS.FOLLOWING_URL)
            .select(ACCOUNTS.SUSPENDED_AT, ACCOUNTS.DELETED_AT)
            .select(PARENT.URI, ORIGINAL.URI, CONVERSATIONS.URI, BOOSTED.URI, BEGINS_HERE)
            .from(FEDERATED_STATUSES)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
            .leftJoin(CONVERSATIONS)
            .on(CONVERSATIONS.ID.eq(FEDERATED_STATUSES.CONVERSATION_ID))
            .leftJoin(PARENT)
            .on(PARENT.ID.eq(FEDERATED_STATUSES.IN_REPLY_TO_ID))
            .leftJoin(ORIGINAL)
            .on(ORIGINAL.ID.eq(FEDERATED_STATUSES.REBLOG_OF_ID))
            .leftJoin(BOOSTED)
            .on(BOOSTED.ID.eq(ORIGINAL.ACCOUNT_ID))
            .where(FEDERATED_STATUSES.ID.in(ids))
            .and(FEDERATED_STATUSES.LOCAL)
            .orderBy(FEDERATED_STATUSES.ID.desc())) {
      post(row, loaded).ifPresent(posts::add);
    }
    return posts;
  }

  /** A post of ours with which a thread begins that everybody may read. */
  public static Condition isOpenRoot(FederatedStatuses root) {
    return DSL.condition(root.LOCAL)
        .and(root.IN_REPLY_TO_ID.isNull())
        .and(root.REBLOG_OF_ID.isNull())
        .and(root.DELETED_AT.isNull())
        .and(root.AUDIENCE.in(DSL.inline("public"), DSL.inline("unlisted")));
  }

  /** Empty for a boost of what others must not hear of. */
  private Optional<LocalPost> post(Record row, NoteParts.Loaded loaded) {
    long id = row.get(FEDERATED_STATUSES.ID);
    Addressing addressing = addressing(row.get(FEDERATED_STATUSES.AUDIENCE));
    String followers = row.get(ACCOUNTS.FOLLOWERS_URL);
    LocalPost.Envelope envelope =
        new LocalPost.Envelope(
            new StatusId(id),
            row.get(FEDERATED_STATUSES.URI),
            new AccountId(row.get(FEDERATED_STATUSES.ACCOUNT_ID)),
            row.get(ACCOUNTS.SUSPENDED_AT) == null && row.get(ACCOUNTS.DELETED_AT) == null,
            row.get(ACCOUNTS.URI),
            addressing,
            addressing.recipients(followers == null ? "" : followers, people(row, loaded)),
            row.get(FEDERATED_STATUSES.CREATED_AT).toInstant());
    boolean shared = row.get(FEDERATED_STATUSES.REBLOG_OF_ID) != null;
    String original = row.get(ORIGINAL.URI);
    if (shared && original == null) {
      return Optional.empty();
    }
    if (row.get(FEDERATED_STATUSES.DELETED_AT) != null) {
      return Optional.of(new LocalPost.Deleted(envelope, original));
    }
    return Optional.of(
        original != null
            ? new LocalPost.Shared(envelope, original, approval(row))
            : new LocalPost.Written(envelope, note(row, envelope, loaded)));
  }

  /** Whoever is named; of a boost, whose post it is. */
  private static List<String> people(Record row, NoteParts.Loaded loaded) {
    String author = row.get(BOOSTED.URI);
    return author == null ? loaded.addressed(row.get(FEDERATED_STATUSES.ID)) : List.of(author);
  }

  private Note note(Record row, LocalPost.Envelope envelope, NoteParts.Loaded loaded) {
    long id = row.get(FEDERATED_STATUSES.ID);
    String spoiler = row.get(FEDERATED_STATUSES.SPOILER_TEXT);
    String parent = row.get(PARENT.URI);
    List<Tag> tags = new ArrayList<>(loaded.tags(id));
    tags.addAll(LocalActors.emojis(row.get(FEDERATED_STATUSES.EMOJIS).data()));
    return new Note(
        envelope.uri(),
        loaded.poll(id) == null ? Note.Kind.NOTE : Note.Kind.QUESTION,
        envelope.actor(),
        envelope.addressing(),
        envelope.recipients(),
        new Note.Text(
            row.get(FEDERATED_STATUSES.CONTENT_HTML),
            false,
            row.get(FEDERATED_STATUSES.LANGUAGE),
            null,
            spoiler.isEmpty() ? null : spoiler,
            row.get(FEDERATED_STATUSES.SENSITIVE)),
        new Note.Threading(
            parent == null ? row.get(FEDERATED_STATUSES.IN_REPLY_TO_URI) : parent,
            context(row, envelope),
            conversation(row)),
        envelope.published(),
        instant(row.get(FEDERATED_STATUSES.EDITED_AT)),
        row.get(FEDERATED_STATUSES.URL),
        loaded.attachments(id),
        tags,
        new Note.Responses(
            envelope.replies(),
            envelope.likes(),
            envelope.shares(),
            (long) row.get(FEDERATED_STATUSES.FAVOURITES_COUNT),
            (long) row.get(FEDERATED_STATUSES.REBLOGS_COUNT)),
        new Note.Details(
            loaded.poll(id),
            null,
            null,
            List.of(),
            quote(loaded.quote(id)),
            OurPolicy.of(
                Interactions.ofColumn(row.get(FEDERATED_STATUSES.INTERACTIONS)), envelope, row),
            approval(row)));
  }

  /** Where the author over there says that they agree; null while they do not, or need not. */
  private static @Nullable String approval(Record row) {
    String approval = row.get(FEDERATED_STATUSES.APPROVAL);
    return approval == null || approval.isEmpty() ? null : approval;
  }

  /** What quoted something that is gone says so. */
  private Note.@Nullable Quote quote(QuoteRows.@Nullable Row row) {
    if (row == null) {
      return null;
    }
    return row.isDeleted()
        ? new Note.Quote(null, false, null)
        : new Note.Quote(row.quotedUri(), false, row.stampOn(urls));
  }

  /**
   * Of a thread that begins here and that everybody may read, the whole of it (FEP-7888); of all
   * others, only their owner could say.
   */
  private @Nullable String context(Record row, LocalPost.Envelope envelope) {
    return envelope.open() && row.get(BEGINS_HERE)
        ? urls.context(row.get(FEDERATED_STATUSES.CONVERSATION_ID))
        : null;
  }

  /** Opaque to others: the same for all posts of a thread. */
  private String conversation(Record row) {
    String uri = row.get(CONVERSATIONS.URI);
    return uri == null ? urls.context(row.get(FEDERATED_STATUSES.CONVERSATION_ID)) : uri;
  }

  /** What a value of {@code statuses.audience} in the view means; it holds no other. */
  static Addressing addressing(String audience) {
    return switch (audience) {
      case "public" -> new Addressing.Public();
      case "unlisted" -> new Addressing.Unlisted();
      case "followers" -> new Addressing.Followers();
      case "direct" -> new Addressing.Direct();
      case String other ->
          throw new IllegalStateException("an audience that is not federated: " + other);
    };
  }

  /** Whether everybody may read what has this audience. */
  static boolean isOpen(String audience) {
    return audience.equals("public") || audience.equals("unlisted");
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
