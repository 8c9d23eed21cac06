package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_TOPICS;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.GroupLog;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.statuses.DeleteStatus;
import org.colloque.server.statuses.PollQueries;
import org.colloque.server.statuses.StatusId;

/**
 * Those who keep the board in order pin and lock topics and take posts away. Each is a row in the
 * group's log, which says that it was done and to whom, never what was written.
 */
public final class SteerTopic {
  private final Supplier<Instant> now;
  private final GroupLog log;
  private final DeleteStatus delete;

  public SteerTopic(Supplier<Instant> now, GroupLog log, DeleteStatus delete) {
    this.now = now;
    this.log = log;
    this.delete = delete;
  }

  /** What can be done with a topic. */
  public enum Act {
    PIN("topic_pinned"),
    UNPIN("topic_unpinned"),
    LOCK("topic_locked"),
    UNLOCK("topic_unlocked");

    private final String kind;

    Act(String kind) {
      this.kind = kind;
    }
  }

  void steer(Tx tx, MemberOf member, BoardQueries.Topic topic, Act act) {
    member.moderates();
    boolean pinned = act == Act.PIN || act != Act.UNPIN && topic.pinned();
    boolean locked = act == Act.LOCK || act != Act.UNLOCK && topic.locked();
    if (pinned == topic.pinned() && locked == topic.locked()) {
      return;
    }
    tx.sql()
        .update(GROUP_TOPICS)
        .set(GROUP_TOPICS.PINNED, pinned)
        .set(GROUP_TOPICS.LOCKED, locked)
        .where(GROUP_TOPICS.STATUS_ID.eq(topic.id()))
        .execute();
    log.append(
        tx,
        member.group().id(),
        member.account(),
        act.kind,
        Map.of("value", Long.toString(topic.id())));
  }

  /** Ends a poll before its time: who asked it, or who keeps order. */
  void closePoll(Tx tx, MemberOf member, StatusesRecord status) {
    boolean own = status.getAccountId() == member.account().value();
    if (own) {
      member.writes();
    } else {
      member.moderates();
    }
    if (PollQueries.close(tx.sql(), new StatusId(status.getId()), now.get()) && !own) {
      log.append(
          tx,
          member.group().id(),
          member.account(),
          "poll_closed",
          Map.of("account", Long.toString(status.getAccountId())));
    }
  }

  /** Takes a post of somebody else away. */
  void remove(Tx tx, MemberOf member, StatusesRecord status) {
    member.moderates();
    delete.remove(tx, status);
    log.append(
        tx,
        member.group().id(),
        member.account(),
        "post_removed",
        Map.of("account", Long.toString(status.getAccountId())));
  }
}
