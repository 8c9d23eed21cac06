package org.colloque.server.conversations;

import static org.colloque.migrations.Tables.ACCOUNT_CONVERSATIONS;
import static org.colloque.migrations.Tables.ACCOUNT_CONVERSATION_STATUSES;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Keeps the conversations of members up to date, in the transaction of the post. */
public final class KeepConversations {
  /** Signal: the member and the number of their conversation in which there is something new. */
  public static final String TOPIC = "conversation";

  /**
   * Each post for each member who is in it, with all the others. Who has blocked or muted its
   * author, or the author's server, has no conversation of it.
   */
  private static final String SHARES =
      """
      SELECT s.id, s.conversation_id, s.account_id = u.account_id, u.account_id,
        ARRAY(SELECT p.id FROM (
            SELECT s.account_id AS id
            UNION SELECT m.account_id FROM mentions m WHERE m.status_id = s.id) p
          WHERE p.id <> u.account_id ORDER BY p.id)::text
      FROM statuses s
      CROSS JOIN LATERAL (
        SELECT s.account_id AS id
        UNION SELECT m.account_id FROM mentions m WHERE m.status_id = s.id) i
      JOIN users u ON u.account_id = i.id
      WHERE s.id = ANY (?) AND s.audience = 'direct'
        AND NOT EXISTS (SELECT FROM blocks b
          WHERE b.account_id = u.account_id AND b.target_account_id = s.account_id)
        AND NOT EXISTS (SELECT FROM mutes b
          WHERE b.account_id = u.account_id AND b.target_account_id = s.account_id)
        AND NOT EXISTS (SELECT FROM account_domain_blocks b
          WHERE b.account_id = u.account_id
            AND b.domain = (SELECT a.domain FROM accounts a WHERE a.id = s.account_id))
      ORDER BY s.id
      """;

  private static final String KEEP =
      """
      INSERT INTO account_conversations AS c
        (id, account_id, conversation_id, participants, last_status_id, unread)
      SELECT id, account_id, conversation_id, participants::bigint[], status_id, unread
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::boolean[])
        n(id, account_id, conversation_id, participants, status_id, unread)
      ON CONFLICT (account_id, conversation_id, participants) DO UPDATE
        SET last_status_id = greatest(c.last_status_id, excluded.last_status_id),
          unread = excluded.unread
      RETURNING c.id, c.account_id, c.conversation_id, c.participants::text
      """;

  private final Kit kit;

  public KeepConversations(Kit kit) {
    this.kit = kit;
  }

  private record Share(
      long status, long conversation, boolean own, long owner, String participants) {
    Key key() {
      return new Key(owner, conversation, participants);
    }
  }

  /** Whose conversation: one thread, the same people. */
  private record Key(long owner, long conversation, String participants) {}

  /** Notes new direct posts; others among {@code statuses} are left out. */
  public void add(Tx tx, List<Long> statuses) {
    if (statuses.isEmpty()) {
      return;
    }
    List<Share> shares =
        Batch.query(
            tx.sql(),
            SHARES,
            row ->
                new Share(
                    row.getLong(1),
                    row.getLong(2),
                    row.getBoolean(3),
                    row.getLong(4),
                    row.getString(5)),
            (Object) statuses.toArray(Long[]::new));
    if (!shares.isEmpty()) {
      keep(tx, shares);
    }
  }

  private void keep(Tx tx, List<Share> shares) {
    // the last of several in one conversation decides
    Map<Key, Share> latest = new LinkedHashMap<>();
    shares.forEach(share -> latest.put(share.key(), share));
    // in one order everywhere, so that two who keep do not wait for each other
    List<Share> rows =
        latest.values().stream()
            .sorted(Comparator.comparingLong(Share::owner).thenComparingLong(Share::conversation))
            .toList();
    Map<Key, Long> ids =
        Batch.map(
            tx.sql(),
            KEEP,
            row -> new Key(row.getLong(2), row.getLong(3), row.getString(4)),
            row -> row.getLong(1),
            rows.stream().map(_ -> kit.ids().next()).toArray(Long[]::new),
            rows.stream().map(Share::owner).toArray(Long[]::new),
            rows.stream().map(Share::conversation).toArray(Long[]::new),
            rows.stream().map(Share::participants).toArray(String[]::new),
            rows.stream().map(Share::status).toArray(Long[]::new),
            rows.stream().map(share -> !share.own()).toArray(Boolean[]::new));
    Batch.execute(
        tx.sql(),
        """
        INSERT INTO account_conversation_statuses (account_conversation_id, status_id)
        SELECT * FROM unnest(?::bigint[], ?::bigint[]) ON CONFLICT DO NOTHING
        """,
        shares.stream().map(share -> ids.getOrDefault(share.key(), 0L)).toArray(Long[]::new),
        shares.stream().map(Share::status).toArray(Long[]::new));
    new TreeMap<>(
            rows.stream()
                .collect(
                    java.util.stream.Collectors.toMap(
                        share -> ids.getOrDefault(share.key(), 0L), Share::owner)))
        .forEach((id, owner) -> kit.signals().send(tx, TOPIC, owner + " " + id));
  }

  /** A post is deleted: the one before it is the last, and without one the conversation goes. */
  public static void forget(DSLContext sql, StatusId status) {
    List<Long> touched =
        sql.deleteFrom(ACCOUNT_CONVERSATION_STATUSES)
            .where(ACCOUNT_CONVERSATION_STATUSES.STATUS_ID.eq(status.value()))
            .returning(ACCOUNT_CONVERSATION_STATUSES.ACCOUNT_CONVERSATION_ID)
            .fetch(ACCOUNT_CONVERSATION_STATUSES.ACCOUNT_CONVERSATION_ID);
    if (touched.isEmpty()) {
      return;
    }
    sql.deleteFrom(ACCOUNT_CONVERSATIONS)
        .where(ACCOUNT_CONVERSATIONS.ID.in(touched))
        .andNotExists(
            DSL.selectOne()
                .from(ACCOUNT_CONVERSATION_STATUSES)
                .where(
                    ACCOUNT_CONVERSATION_STATUSES.ACCOUNT_CONVERSATION_ID.eq(
                        ACCOUNT_CONVERSATIONS.ID)))
        .execute();
    sql.update(ACCOUNT_CONVERSATIONS)
        .set(
            ACCOUNT_CONVERSATIONS.LAST_STATUS_ID,
            DSL.field(
                DSL.select(DSL.max(ACCOUNT_CONVERSATION_STATUSES.STATUS_ID))
                    .from(ACCOUNT_CONVERSATION_STATUSES)
                    .where(
                        ACCOUNT_CONVERSATION_STATUSES.ACCOUNT_CONVERSATION_ID.eq(
                            ACCOUNT_CONVERSATIONS.ID))))
        .where(ACCOUNT_CONVERSATIONS.ID.in(touched))
        .and(ACCOUNT_CONVERSATIONS.LAST_STATUS_ID.eq(status.value()))
        .execute();
  }
}
