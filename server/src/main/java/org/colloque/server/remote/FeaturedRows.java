package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_PINS;

import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.tags.FeaturedTagQueries;
import org.colloque.server.text.HashtagName;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** What people elsewhere show on their profiles: pinned posts and hashtags. */
public final class FeaturedRows {
  /** Pins that are kept of one account. */
  public static final int MAX_PINS = 20;

  /** Hashtags that are kept of one account. */
  public static final int MAX_TAGS = 20;

  private FeaturedRows() {}

  /** Which collection of an account an address is. */
  public enum Kind {
    PINS,
    TAGS,
    NEITHER
  }

  /** By the addresses that the account's own document gave. */
  public static Kind kind(DSLContext sql, AccountId account, String address) {
    Record2<String, String> own =
        sql.select(ACCOUNTS.FEATURED_URL, ACCOUNTS.FEATURED_TAGS_URL)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(account.value()))
            .fetchSingle();
    if (address.equals(own.value1())) {
      return Kind.PINS;
    }
    return address.equals(own.value2()) ? Kind.TAGS : Kind.NEITHER;
  }

  /** Whether it is pinned now: only an own post for everybody is, and not too many. */
  public static boolean pin(Kit kit, DSLContext sql, AccountId account, StatusId status) {
    boolean theirs =
        sql.fetchExists(
            STATUSES,
            STATUSES
                .ID
                .eq(status.value())
                .and(STATUSES.ACCOUNT_ID.eq(account.value()))
                .and(STATUSES.AUDIENCE.in("public", "unlisted"))
                .and(STATUSES.DELETED_AT.isNull())
                .and(STATUSES.REBLOG_OF_ID.isNull()));
    boolean room =
        sql.fetchCount(STATUS_PINS, STATUS_PINS.ACCOUNT_ID.eq(account.value())) < MAX_PINS;
    if (!theirs || !room) {
      return false;
    }
    sql.insertInto(STATUS_PINS)
        .set(STATUS_PINS.ID, kit.ids().next())
        .set(STATUS_PINS.ACCOUNT_ID, account.value())
        .set(STATUS_PINS.STATUS_ID, status.value())
        .set(STATUS_PINS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
    return true;
  }

  public static boolean unpin(DSLContext sql, AccountId account, String uri) {
    return sql.deleteFrom(STATUS_PINS)
            .using(STATUSES)
            .where(STATUS_PINS.ACCOUNT_ID.eq(account.value()))
            .and(STATUSES.ID.eq(STATUS_PINS.STATUS_ID))
            .and(STATUSES.URI.eq(uri))
            .execute()
        > 0;
  }

  /** The pins that the account has now, and no other; the first of {@code statuses} on top. */
  static void replacePins(Kit kit, DSLContext sql, AccountId account, List<StatusId> statuses) {
    sql.deleteFrom(STATUS_PINS)
        .where(STATUS_PINS.ACCOUNT_ID.eq(account.value()))
        .and(STATUS_PINS.STATUS_ID.notIn(statuses.stream().map(StatusId::value).toList()))
        .execute();
    // the newest pin is shown first
    statuses.reversed().forEach(status -> pin(kit, sql, account, status));
  }

  /** Whether the hashtag is shown now. */
  public static boolean addTag(Kit kit, DSLContext sql, AccountId account, String name) {
    if (FeaturedTagQueries.count(sql, account) >= MAX_TAGS || !HashtagName.isValid(name)) {
      return false;
    }
    FeaturedTagQueries.add(kit, sql, account, name);
    return true;
  }

  public static boolean removeTag(DSLContext sql, AccountId account, String name) {
    return FeaturedTagQueries.remove(sql, account, name);
  }
}
