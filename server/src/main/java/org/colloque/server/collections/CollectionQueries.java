package org.colloque.server.collections;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.COLLECTIONS;
import static org.colloque.migrations.Tables.COLLECTION_ITEMS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.colloque.migrations.tables.records.CollectionItemsRecord;
import org.colloque.migrations.tables.records.CollectionsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.DSL;

/** Collections in the database. */
final class CollectionQueries {
  private CollectionQueries() {}

  /** One, for whoever is not blocked by who made it. */
  static Optional<CollectionsRecord> one(DSLContext sql, Viewer viewer, long id) {
    return sql.select(COLLECTIONS.fields())
        .from(COLLECTIONS)
        .where(COLLECTIONS.ID.eq(id))
        .and(mayBeSeen(viewer))
        .fetchOptionalInto(COLLECTIONS);
  }

  /** Those of an account, the oldest first: of others only what is to be found. */
  static List<CollectionsRecord> of(
      DSLContext sql, Viewer viewer, AccountId account, int offset, Param<Integer> limit) {
    boolean own = viewer.equals(Viewer.of(account));
    return sql.select(COLLECTIONS.fields())
        .from(COLLECTIONS)
        .where(COLLECTIONS.ACCOUNT_ID.eq(account.value()))
        .and(own ? DSL.noCondition() : COLLECTIONS.DISCOVERABLE.isTrue())
        .and(mayBeSeen(viewer))
        .orderBy(COLLECTIONS.ID)
        .offset(offset)
        .limit(limit)
        .fetchInto(COLLECTIONS);
  }

  /** Those that recommend {@code member}, the latest first. */
  static List<CollectionsRecord> with(
      DSLContext sql, AccountId member, int offset, Param<Integer> limit) {
    return sql.select(COLLECTIONS.fields())
        .from(COLLECTION_ITEMS)
        .join(COLLECTIONS)
        .on(COLLECTIONS.ID.eq(COLLECTION_ITEMS.COLLECTION_ID))
        .where(COLLECTION_ITEMS.ACCOUNT_ID.eq(member.value()))
        .and(COLLECTION_ITEMS.REVOKED_AT.isNull())
        .and(mayBeSeen(Viewer.of(member)))
        .orderBy(COLLECTION_ITEMS.ID.desc())
        .offset(offset)
        .limit(limit)
        .fetchInto(COLLECTIONS);
  }

  /**
   * The items of several collections, in their order, without people who are gone. Who took
   * themselves out is shown to who made the collection only.
   */
  static Map<Long, List<CollectionItemsRecord>> items(
      DSLContext sql, Viewer viewer, List<CollectionsRecord> collections) {
    return sql
        .select(COLLECTION_ITEMS.fields())
        .from(COLLECTION_ITEMS)
        .join(COLLECTIONS)
        .on(COLLECTIONS.ID.eq(COLLECTION_ITEMS.COLLECTION_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(COLLECTION_ITEMS.ACCOUNT_ID))
        .where(COLLECTIONS.ID.in(collections.stream().map(CollectionsRecord::getId).toList()))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .and(
            COLLECTION_ITEMS
                .REVOKED_AT
                .isNull()
                .or(
                    viewer instanceof Viewer.Member(AccountId me)
                        ? COLLECTIONS.ACCOUNT_ID.eq(me.value())
                        : DSL.falseCondition()))
        .orderBy(COLLECTION_ITEMS.ID)
        .fetchInto(COLLECTION_ITEMS)
        .stream()
        .collect(Collectors.groupingBy(CollectionItemsRecord::getCollectionId));
  }

  private static Condition mayBeSeen(Viewer viewer) {
    Condition there =
        DSL.exists(
            DSL.selectOne()
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(COLLECTIONS.ACCOUNT_ID))
                .and(ACCOUNTS.SUSPENDED_AT.isNull())
                .and(ACCOUNTS.DELETED_AT.isNull()));
    return switch (viewer) {
      case Viewer.Stranger _ -> there;
      case Viewer.Member(AccountId me) ->
          there.andNotExists(
              DSL.selectOne()
                  .from(BLOCKS)
                  .where(BLOCKS.ACCOUNT_ID.eq(COLLECTIONS.ACCOUNT_ID))
                  .and(BLOCKS.TARGET_ACCOUNT_ID.eq(me.value())));
    };
  }

  /**
   * Whether {@code other} may be put in a collection of {@code maker}: a member who may be
   * recommended, with no block between the two.
   */
  static boolean mayBeIn(DSLContext sql, AccountId maker, long other) {
    return sql.fetchExists(
        DSL.selectOne()
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(other))
            .and(ACCOUNTS.DOMAIN.isNull())
            .and(ACCOUNTS.DISCOVERABLE.isTrue())
            .and(ACCOUNTS.SUSPENDED_AT.isNull())
            .and(ACCOUNTS.DELETED_AT.isNull())
            .andNotExists(
                DSL.selectOne()
                    .from(BLOCKS)
                    .where(
                        BLOCKS.ACCOUNT_ID.eq(maker.value()).and(BLOCKS.TARGET_ACCOUNT_ID.eq(other)))
                    .or(
                        BLOCKS
                            .ACCOUNT_ID
                            .eq(other)
                            .and(BLOCKS.TARGET_ACCOUNT_ID.eq(maker.value())))));
  }

  static boolean exists(DSLContext sql, AccountId account) {
    return sql.fetchExists(
        ACCOUNTS,
        ACCOUNTS
            .ID
            .eq(account.value())
            .and(ACCOUNTS.SUSPENDED_AT.isNull())
            .and(ACCOUNTS.DELETED_AT.isNull()));
  }
}
