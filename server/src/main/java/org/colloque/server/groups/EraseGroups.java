package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUPS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.GroupMedia;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases groups whose time of grace is over: everything in them, and every file. */
final class EraseGroups implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(EraseGroups.class);

  private final Kit kit;
  private final GroupMedia media;

  EraseGroups(Kit kit, GroupMedia media) {
    this.kit = kit;
    this.media = media;
  }

  @Override
  public String name() {
    return "erase-groups";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(10);
  }

  /** One group at a time. Files first: a row without a file is found again, the other way not. */
  @Override
  public boolean work() {
    Optional<GroupId> due = kit.db().seeingAll(tx -> next(tx));
    due.ifPresent(group -> {
      while (media.deleteSome(group.value())) {
        LOG.debug("more files to be deleted");
      }
      kit.db().<Integer>seeingAll(tx -> erase(tx, group));
    });
    return due.isPresent();
  }

  private Optional<GroupId> next(Tx tx) {
    return tx.sql()
        .select(GROUPS.ID)
        .from(GROUPS)
        .where(GROUPS.DELETE_AFTER.le(kit.now().atOffset(ZoneOffset.UTC)))
        .orderBy(GROUPS.DELETE_AFTER)
        .limit(1)
        .fetchOptional(row -> new GroupId(row.value1()));
  }

  /** All that hangs on the row goes with it. */
  private int erase(Tx tx, GroupId group) {
    return tx.sql()
        .deleteFrom(GROUPS)
        .where(GROUPS.ID.eq(group.value()))
        .and(GROUPS.DELETE_AFTER.le(kit.now().atOffset(ZoneOffset.UTC)))
        .execute();
  }
}
