package org.colloque.server.delivery;

import java.time.Instant;
import org.jooq.DSLContext;

/**
 * What waits for a server that has been silent for a week is thinned out: it gets the last state of
 * things when it returns, not all that happened. What it may have got, because it was sent and only
 * the answer is missing, is still taken back.
 */
final class StillOfInterest {
  /** Of several edits of one thing only the last; of a change and its contrary the last. */
  private static final String SUPERSEDED =
      """
      DELETE FROM deliveries d USING (
      WITH waiting AS (
        SELECT d.id, d.attempts,
          CASE WHEN a.type IN ('UpdateNote', 'UpdateActor') THEN a.type
            ELSE replace(a.type, 'Undo', '') END AS kind,
          starts_with(a.type, 'Undo') AS undo,
          d.inbox_url, d.thing, a.id AS activity
        FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
        WHERE d.host = ? AND a.type IN ('UpdateNote', 'UpdateActor', 'Follow', 'UndoFollow',
          'Like', 'UndoLike', 'Announce', 'UndoAnnounce', 'Block', 'UndoBlock')
      ), ranked AS (
        SELECT id, undo,
          row_number() OVER later = 1 AS last,
          first_value(undo) OVER earlier AS undone_first,
          sum(attempts) OVER (PARTITION BY inbox_url, thing, kind) AS tried
        FROM waiting
        WINDOW later AS (PARTITION BY inbox_url, thing, kind ORDER BY activity DESC),
          earlier AS (PARTITION BY inbox_url, thing, kind ORDER BY activity)
      ) SELECT * FROM ranked) r
      WHERE d.id = r.id AND (NOT r.last OR r.undo AND NOT r.undone_first AND r.tried = 0)
      """;

  /** What speaks of a post that has been deleted since, but not the deletion. */
  private static final String OF_DELETED =
      """
      DELETE FROM deliveries d USING outbox_activities a, federated_statuses s
      WHERE d.host = ? AND a.id = d.activity_id AND s.id = a.status_id AND s.deleted_at IS NOT NULL
        AND a.type IN ('Create', 'UpdateNote', 'Announce', 'Like', 'QuoteRequest', 'AcceptQuote')
      """;

  private static final String TOO_OLD =
      "DELETE FROM deliveries d WHERE d.host = ? AND d.created_at < ?::timestamptz";

  private static final String TOO_MANY =
      """
      DELETE FROM deliveries d WHERE d.host = ? AND d.id <= (
        SELECT id FROM deliveries WHERE host = ? ORDER BY id DESC OFFSET ? LIMIT 1)
      """;

  private StillOfInterest() {}

  /** What is dropped counts as given up, of the activity and of the server. */
  private static final String COUNTED =
      """
      RETURNING d.activity_id, d.host),
      hosts AS (
        UPDATE delivery_hosts h SET given_up = h.given_up + (SELECT count(*) FROM dropped)
        WHERE h.host IN (SELECT host FROM dropped)),
      sums AS (SELECT activity_id, count(*)::int AS n FROM dropped GROUP BY activity_id)
      UPDATE outbox_activities a SET given_up = a.given_up + s.n FROM sums s WHERE a.id = s.activity_id
      """;

  /** Drops what is not, for one server. */
  static void keep(DSLContext sql, String host, Instant now) {
    drop(sql, TOO_OLD, host, DeliveryQueries.at(now.minus(BackOff.OF_INTEREST)));
    drop(sql, OF_DELETED, host);
    drop(sql, SUPERSEDED, host);
    drop(sql, TOO_MANY, host, host, BackOff.KEPT_FOR_LONG_GONE);
  }

  private static void drop(DSLContext sql, String deletion, Object... bindings) {
    sql.query("WITH dropped AS (" + deletion + " " + COUNTED, bindings).execute();
  }
}
