package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.MENTIONS;

import java.util.Optional;
import java.util.function.Function;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.migrations.tables.FederatedStatuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.OutboxQueries.Head;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Asks an author elsewhere before a member likes, boosts or answers a post, where their rule does
 * not let everybody (GoToSocial's interaction policy): until the answer, only they hear of it. Also
 * whom the rule lets by following waits, as only their server knows.
 */
public final class AskAuthors {
  /** Added to the id of what shall be said. */
  private static final String REQUEST = "/request";

  private static final String ACTIVITY = "/activity";
  private static final FederatedStatuses TARGET = FEDERATED_STATUSES.as("target");

  private final LocalPosts posts;
  private final Queue queue;

  public AskAuthors(Kit kit, LocalPosts posts) {
    this.posts = posts;
    this.queue = new Queue(kit);
  }

  /** What shall be liked, boosted or answered, and whose it is. */
  private record Target(StatusId id, String uri, AccountId author, String actor) {}

  /** Whether an answer or a boost waits for its author elsewhere. */
  static boolean waits(DSLContext sql, StatusId status) {
    return sql.fetchExists(
        FEDERATED_STATUSES,
        FEDERATED_STATUSES.ID.eq(status.value()),
        FEDERATED_STATUSES.APPROVAL.eq(""));
  }

  /** Whether it was asked for instead of said. */
  boolean like(Tx tx, AccountId account, Head head, String like, String actor) {
    Optional<Target> target =
        asked(tx.sql(), DSL.val(head.id().value()), account, Interactions::like);
    target.ifPresent(of ->
        queue.add(
            tx,
            new Outgoing(
                Outgoing.Type.LIKE_REQUEST,
                like + REQUEST,
                account,
                head.about(),
                ActivityWriter.likeRequest(like + REQUEST, like, actor, of.actor(), of.uri())),
            Reach.account(of.author())));
    return target.isPresent();
  }

  boolean boost(Tx tx, Head head) {
    if (isAllowed(tx.sql(), head.id())) {
      return false;
    }
    Optional<Target> target =
        asked(
            tx.sql(),
            of(head, FEDERATED_STATUSES.REBLOG_OF_ID),
            head.author(),
            Interactions::reblog);
    target.ifPresent(of -> {
      String boost = head.uri() + ACTIVITY;
      String actor = OutboxQueries.peer(tx.sql(), head.author()).uri();
      ask(
          tx,
          head,
          Outgoing.Type.ANNOUNCE_REQUEST,
          ActivityWriter.announceRequest(boost + REQUEST, boost, actor, of.actor(), of.uri()),
          of);
    });
    return target.isPresent();
  }

  /** Who is named in a post may always answer it. */
  boolean reply(Tx tx, Head head) {
    if (isAllowed(tx.sql(), head.id())) {
      return false;
    }
    Optional<Target> target =
        asked(
                tx.sql(),
                of(head, FEDERATED_STATUSES.IN_REPLY_TO_ID),
                head.author(),
                Interactions::reply)
            .filter(of ->
                !tx.sql()
                    .fetchExists(
                        MENTIONS,
                        MENTIONS.STATUS_ID.eq(of.id().value()),
                        MENTIONS.ACCOUNT_ID.eq(head.author().value())));
    if (target.isEmpty()
        || !(posts.one(tx.sql(), head.id()).orElse(null) instanceof LocalPost.Written post)) {
      return false;
    }
    Target of = target.get();
    byte[] body =
        ActivityWriter.replyRequest(
            head.uri() + ACTIVITY + REQUEST,
            post.envelope().actor(),
            of.actor(),
            of.uri(),
            post.note());
    ask(tx, head, Outgoing.Type.REPLY_REQUEST, body, of);
    return true;
  }

  private void ask(Tx tx, Head head, Outgoing.Type type, byte[] body, Target target) {
    keep(tx.sql(), head.id(), "");
    queue.add(
        tx,
        new Outgoing(type, head.uri() + ACTIVITY + REQUEST, head.author(), head.about(), body),
        Reach.account(target.author()));
  }

  private static Field<Long> of(Head head, Field<Long> column) {
    return DSL.field(
        DSL.select(column)
            .from(FEDERATED_STATUSES)
            .where(FEDERATED_STATUSES.ID.eq(head.id().value())));
  }

  private static boolean isAllowed(DSLContext sql, StatusId status) {
    return sql.fetchExists(
        FEDERATED_STATUSES,
        FEDERATED_STATUSES.ID.eq(status.value()),
        FEDERATED_STATUSES.APPROVAL.ne(""));
  }

  private static void keep(DSLContext sql, StatusId status, String approval) {
    sql.update(FEDERATED_STATUSES)
        .set(FEDERATED_STATUSES.APPROVAL, approval)
        .where(FEDERATED_STATUSES.ID.eq(status.value()))
        .execute();
  }

  /** Empty when it is of this instance, the member's own, or for everybody. */
  private static Optional<Target> asked(
      DSLContext sql,
      Field<Long> status,
      AccountId member,
      Function<Interactions, Interactions.Rule> kind) {
    return sql.select(TARGET.ID, TARGET.URI, TARGET.INTERACTIONS, ACCOUNTS.ID, ACCOUNTS.URI)
        .from(TARGET)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(TARGET.ACCOUNT_ID))
        .where(TARGET.ID.eq(status))
        .and(ACCOUNTS.DOMAIN.isNotNull())
        .and(ACCOUNTS.ID.ne(member.value()))
        .fetchOptional()
        .filter(row ->
            !kind.apply(Interactions.ofColumn(row.value3()))
                .automatic()
                .contains(Interactions.Who.PUBLIC))
        .map(row ->
            new Target(
                new StatusId(row.value1()),
                row.value2(),
                new AccountId(row.value4()),
                row.value5()));
  }

  /** What a member asked for, by the id of the request; only of {@code author}. */
  public sealed interface Asked {
    /** A favourite of {@code status} by {@code member}. */
    record Liking(AccountId member, StatusId status, String like) implements Asked {}

    /** A boost or an answer. */
    record Saying(AccountId member, StatusId status, boolean boost) implements Asked {}
  }

  public static Optional<Asked> find(DSLContext sql, String request, AccountId author) {
    if (!request.endsWith(REQUEST)) {
      return Optional.empty();
    }
    String said = request.substring(0, request.length() - REQUEST.length());
    return liking(sql, said, author)
        .or(() ->
            said.endsWith(ACTIVITY)
                ? saying(sql, said.substring(0, said.length() - ACTIVITY.length()), author)
                : Optional.empty());
  }

  private static Optional<Asked> liking(DSLContext sql, String like, AccountId author) {
    return sql.select(FAVOURITES.ACCOUNT_ID, FAVOURITES.STATUS_ID)
        .from(FAVOURITES)
        .join(TARGET)
        .on(TARGET.ID.eq(FAVOURITES.STATUS_ID))
        .where(FAVOURITES.URI.eq(like))
        .and(TARGET.ACCOUNT_ID.eq(author.value()))
        .fetchOptional(
            row -> new Asked.Liking(new AccountId(row.value1()), new StatusId(row.value2()), like));
  }

  private static Optional<Asked> saying(DSLContext sql, String uri, AccountId author) {
    return sql.select(
            FEDERATED_STATUSES.ID, FEDERATED_STATUSES.ACCOUNT_ID, FEDERATED_STATUSES.REBLOG_OF_ID)
        .from(FEDERATED_STATUSES)
        .join(TARGET)
        .on(
            TARGET.ID.eq(
                DSL.coalesce(FEDERATED_STATUSES.REBLOG_OF_ID, FEDERATED_STATUSES.IN_REPLY_TO_ID)))
        .where(FEDERATED_STATUSES.URI.eq(uri))
        .and(FEDERATED_STATUSES.LOCAL)
        .and(FEDERATED_STATUSES.APPROVAL.eq(""))
        .and(FEDERATED_STATUSES.DELETED_AT.isNull())
        .and(TARGET.ACCOUNT_ID.eq(author.value()))
        .fetchOptional(row ->
            new Asked.Saying(
                new AccountId(row.value2()), new StatusId(row.value1()), row.value3() != null));
  }

  /** The author agrees: a favourite is sent with where they say so. */
  public void allowed(Tx tx, Asked.Liking asked, String stamp) {
    OutboxQueries.head(tx.sql(), asked.status())
        .ifPresent(head -> {
          String actor = OutboxQueries.peer(tx.sql(), asked.member()).uri();
          byte[] body = ActivityWriter.like(asked.like(), actor, head.uri(), stamp);
          queue.add(
              tx,
              new Outgoing(Outgoing.Type.LIKE, asked.like(), asked.member(), head.about(), body),
              Reach.authorOf(asked.status()));
        });
  }

  /** The author agrees: from now on it is no longer asked for, but said. */
  public void allowed(Tx tx, Asked.Saying asked, String stamp) {
    keep(tx.sql(), asked.status(), stamp);
  }
}
