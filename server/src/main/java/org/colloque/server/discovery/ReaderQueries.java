package org.colloque.server.discovery;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;

import org.colloque.federation.vocabulary.Addressing;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.outbox.LocalPost;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Who may read a post that is not for everybody. */
final class ReaderQueries {
  private ReaderQueries() {}

  /** Whether {@code reader} is addressed, or follows the author of a post for followers. */
  static boolean mayRead(DSLContext sql, LocalPost.Envelope post, AccountId reader) {
    Condition addressed =
        DSL.exists(
            DSL.selectOne()
                .from(MENTIONS)
                .where(MENTIONS.STATUS_ID.eq(post.id().value()))
                .and(MENTIONS.ACCOUNT_ID.eq(reader.value())));
    Condition follows =
        DSL.exists(
            DSL.selectOne()
                .from(FOLLOWS)
                .where(FOLLOWS.ACCOUNT_ID.eq(reader.value()))
                .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(post.author().value())));
    Condition blocked = blocked(post.author(), reader);
    Condition reads =
        switch (post.addressing()) {
          case Addressing.Public _, Addressing.Unlisted _ -> DSL.trueCondition();
          case Addressing.Followers _ -> addressed.or(follows);
          case Addressing.Direct _ -> addressed;
        };
    return sql.select(DSL.field(reads.and(DSL.not(blocked)))).fetchSingle().value1();
  }

  /** Whether {@code author} has blocked {@code reader}. */
  static boolean blocks(DSLContext sql, AccountId author, AccountId reader) {
    return sql.select(DSL.field(blocked(author, reader))).fetchSingle().value1();
  }

  private static Condition blocked(AccountId author, AccountId reader) {
    return DSL.exists(
        DSL.selectOne()
            .from(BLOCKS)
            .where(BLOCKS.ACCOUNT_ID.eq(author.value()))
            .and(BLOCKS.TARGET_ACCOUNT_ID.eq(reader.value())));
  }
}
