package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_LOG;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.GroupLogRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The log of a group: each row holds the hash of the one before, so that nobody can change or take
 * out a row afterwards without that being seen. PostgreSQL itself only lets it be continued.
 */
public final class GroupLog {
  /** Rows that are read at once when the chain is checked. */
  private static final int PORTION = 1_000;

  private final Kit kit;
  private final Registrar registrar;

  public GroupLog(Kit kit, Registrar registrar) {
    this.kit = kit;
    this.registrar = registrar;
  }

  /**
   * Continues the log in the transaction of what it tells of. Nothing goes in that only some of the
   * members may read.
   *
   * @param actor missing for the server itself
   * @param kind its words are {@code group.log.KIND} in the bundles
   * @param payload {@code account} names the id of who is concerned, {@code value} what became
   * @return the number of the row
   */
  public long append(
      Tx tx, GroupId group, @Nullable AccountId actor, String kind, Map<String, String> payload) {
    registrar.lock(tx, group);
    return tx.seeingAll(sql -> {
      Optional<GroupEvent> last =
          sql.selectFrom(GROUP_LOG)
              .where(GROUP_LOG.GROUP_ID.eq(group.value()))
              .orderBy(GROUP_LOG.SEQ.desc())
              .limit(1)
              .fetchOptional(GroupLog::event);
      GroupEvent next =
          GroupEvent.next(
              group,
              last.map(GroupEvent::seq).orElse(0L) + 1,
              kit.now(),
              actor,
              kind,
              payload,
              last.map(GroupEvent::hash).orElse(new byte[GroupEvent.HASH_BYTES]));
      insert(sql, next);
      return next.seq();
    });
  }

  private static void insert(DSLContext sql, GroupEvent event) {
    AccountId actor = event.actor();
    sql.insertInto(GROUP_LOG)
        .set(GROUP_LOG.GROUP_ID, event.group().value())
        .set(GROUP_LOG.SEQ, event.seq())
        .set(GROUP_LOG.AT, event.at().atOffset(ZoneOffset.UTC))
        .set(GROUP_LOG.ACTOR_ID, actor == null ? null : actor.value())
        .set(GROUP_LOG.KIND, event.kind())
        .set(
            GROUP_LOG.PAYLOAD,
            JSONB.valueOf(new String(Json.write(event.payload()), StandardCharsets.UTF_8)))
        .set(GROUP_LOG.PREV_HASH, event.previous())
        .set(GROUP_LOG.HASH, event.hash())
        .execute();
  }

  /** The newest rows that the viewer may see, down from {@code before}. */
  static List<GroupEvent> page(DSLContext sql, GroupId group, long before, int limit) {
    return sql.selectFrom(GROUP_LOG)
        .where(GROUP_LOG.GROUP_ID.eq(group.value()))
        .and(GROUP_LOG.SEQ.lt(before))
        .orderBy(GROUP_LOG.SEQ.desc())
        .limit(limit)
        .fetch(GroupLog::event);
  }

  /**
   * How the chain stands.
   *
   * @param rows that were looked at
   * @param broken the first row that is not what was written then, or whose place is wrong; 0 when
   *     all is well
   * @param head the hash of the last row: who noted it sees later that nothing before was changed
   */
  record Verdict(long rows, long broken, byte[] head) {
    boolean isWhole() {
      return broken == 0;
    }
  }

  /** Looks at every row of the log. */
  static Verdict verify(DSLContext sql, GroupId group) {
    byte[] head = new byte[GroupEvent.HASH_BYTES];
    long seen = 0;
    while (true) {
      List<GroupEvent> rows =
          sql.selectFrom(GROUP_LOG)
              .where(GROUP_LOG.GROUP_ID.eq(group.value()))
              .and(GROUP_LOG.SEQ.gt(seen))
              .orderBy(GROUP_LOG.SEQ)
              .limit(PORTION)
              .fetch(GroupLog::event);
      for (GroupEvent row : rows) {
        boolean follows =
            row.seq() == seen + 1
                && MessageDigest.isEqual(row.previous(), head)
                && MessageDigest.isEqual(row.hash(), row.expectedHash());
        if (!follows) {
          return new Verdict(seen, seen + 1, head);
        }
        seen++;
        head = row.hash();
      }
      if (rows.size() < PORTION) {
        return new Verdict(seen, 0, head);
      }
    }
  }

  static GroupEvent event(GroupLogRecord row) {
    Map<String, String> payload = new LinkedHashMap<>();
    JsonNode stored = Json.read(row.getPayload().data().getBytes(StandardCharsets.UTF_8));
    stored.properties().forEach(entry -> payload.put(entry.getKey(), entry.getValue().asText()));
    return new GroupEvent(
        new GroupId(row.getGroupId()),
        row.getSeq(),
        row.getAt().toInstant(),
        row.getActorId() == null ? null : new AccountId(row.getActorId()),
        row.getKind(),
        payload,
        row.getPrevHash(),
        row.getHash());
  }
}
