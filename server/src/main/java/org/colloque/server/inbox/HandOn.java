package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;

/**
 * Hands answers to posts of ours on to the servers of those who follow their author, who would not
 * see them otherwise (ActivityPub, section 7.1.2): the bytes as they came. Only what everybody may
 * read and what was addressed to those followers, or the deletion of such a thing.
 */
public final class HandOn {
  private final FederatedOutbox outbox;

  public HandOn(FederatedOutbox outbox) {
    this.outbox = outbox;
  }

  /** An answer to a post of ours. */
  private record Answer(StatusId id, String audience, AccountId owner, String followers) {}

  /** {@code prepared}, and then what is to be handed on of it. */
  Prepared with(Prepared prepared, Activity activity, Verified<byte[]> body) {
    return switch (prepared) {
      case Prepared.Later later -> later;
      case Prepared.Post post when post.arrival().note().thread().inReplyTo() == null -> post;
      case Prepared.Post post ->
          new Prepared.Post(post.arrival(), post.then().andThen(tx -> handOn(tx, activity, body)));
      case Prepared.Ready ready when object(activity).isPresent() ->
          Prepared.ready(tx -> {
            String outcome = ready.effect().apply(tx);
            handOn(tx, activity, body);
            return outcome;
          });
      case Prepared.Ready ready -> ready;
    };
  }

  private void handOn(Tx tx, Activity activity, Verified<byte[]> body) {
    String id = String.valueOf(activity.id());
    object(activity)
        .flatMap(uri -> answer(tx.sql(), uri))
        .filter(answer ->
            activity instanceof Activity.Delete
                || addressees(activity).contains(answer.followers()))
        .ifPresent(answer ->
            outbox.handOn(tx, answer.owner(), answer.id(), answer.audience(), id, body.value()));
  }

  /** The post that it is about. */
  private static Optional<String> object(Activity activity) {
    if (activity instanceof Activity.Create create && create.object() instanceof Note note) {
      return Optional.of(note.id());
    }
    if (activity instanceof Activity.Update update && update.object() instanceof Note note) {
      return Optional.of(note.id());
    }
    return activity instanceof Activity.Delete delete && !delete.ofActor()
        ? Optional.of(delete.object().id())
        : Optional.empty();
  }

  private static List<String> addressees(Activity activity) {
    if (activity instanceof Activity.Create create && create.object() instanceof Note note) {
      return note.recipients().all();
    }
    return activity instanceof Activity.Update update && update.object() instanceof Note note
        ? note.recipients().all()
        : List.of();
  }

  private static Optional<Answer> answer(DSLContext sql, String uri) {
    var parent = STATUSES.as("parent");
    return sql.select(STATUSES.ID, STATUSES.AUDIENCE, ACCOUNTS.ID, ACCOUNTS.FOLLOWERS_URL)
        .from(STATUSES)
        .join(parent)
        .on(parent.ID.eq(STATUSES.IN_REPLY_TO_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(parent.ACCOUNT_ID))
        .where(STATUSES.URI.eq(uri))
        .and(STATUSES.LOCAL.isFalse())
        .and(STATUSES.AUDIENCE.in("public", "unlisted"))
        .and(parent.LOCAL)
        .and(parent.AUDIENCE.in("public", "unlisted"))
        .and(parent.DELETED_AT.isNull())
        .and(ACCOUNTS.DOMAIN.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.FOLLOWERS_URL.isNotNull())
        .fetchOptional(row ->
            new Answer(
                new StatusId(row.value1()),
                row.value2(),
                new AccountId(row.value3()),
                row.value4()));
  }
}
