package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.List;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;

/** What is said to one account elsewhere and to nobody else: votes, reports. */
public final class TellOne {
  private final Kit kit;
  private final Queue queue;

  public TellOne(Kit kit) {
    this.kit = kit;
    this.queue = new Queue(kit);
  }

  /** A member votes in the poll of a status of another server: one activity for each choice. */
  void voted(Tx tx, AccountId voter, StatusId poll, List<String> choices) {
    OutboxQueries.head(tx.sql(), poll)
        .filter(head -> !head.local())
        .ifPresent(head -> {
          String actor = OutboxQueries.peer(tx.sql(), voter).uri();
          String author = OutboxQueries.peer(tx.sql(), head.author()).uri();
          for (String choice : choices) {
            String id = actor + "#votes/" + kit.ids().next();
            byte[] body = ActivityWriter.vote(id, actor, head.uri(), author, choice);
            queue.add(
                tx,
                new Outgoing(Outgoing.Type.VOTE, id + "/activity", voter, head.about(), body),
                Reach.authorOf(poll));
          }
        });
  }

  /**
   * The server of {@code target} hears of a report, not of who made it.
   *
   * @param statuses ActivityPub ids
   */
  void reported(Tx tx, AccountId target, List<String> statuses, String comment) {
    OutboxQueries.Peer peer = OutboxQueries.peer(tx.sql(), target);
    if (!peer.local()) {
      String actor = kit.urls().instanceActor();
      String id = actor + "#flags/" + kit.ids().next();
      byte[] body = ActivityWriter.flag(id, actor, peer.uri(), statuses, comment);
      queue.add(
          tx,
          new Outgoing(Outgoing.Type.FLAG, id, self(tx.sql(), actor), null, body),
          Reach.account(target));
    }
  }

  private static AccountId self(DSLContext sql, String actor) {
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(ACCOUNTS.URI.eq(actor))
        .fetchSingle(row -> new AccountId(row.value1()));
  }
}
