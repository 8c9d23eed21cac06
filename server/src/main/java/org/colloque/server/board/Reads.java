package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_READS;

import org.colloque.server.groups.MemberOf;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Up to where a member has read each topic. */
final class Reads {
  private Reads() {}

  /** They have read {@code topic} up to the post {@code last}; never back. */
  static void mark(DSLContext sql, MemberOf member, long topic, long last) {
    sql.insertInto(GROUP_READS)
        .set(GROUP_READS.ACCOUNT_ID, member.account().value())
        .set(GROUP_READS.TOPIC_ID, topic)
        .set(GROUP_READS.GROUP_ID, member.group().id().value())
        .set(GROUP_READS.LAST_READ_ID, last)
        .onConflict(GROUP_READS.ACCOUNT_ID, GROUP_READS.TOPIC_ID)
        .doUpdate()
        .set(GROUP_READS.LAST_READ_ID, DSL.greatest(GROUP_READS.LAST_READ_ID, DSL.val(last)))
        .where(GROUP_READS.LAST_READ_ID.lt(last))
        .execute();
  }
}
