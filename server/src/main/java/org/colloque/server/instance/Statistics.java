package org.colloque.server.instance;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ApplyPolicy;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** How large the instance is and how much happens: counted now and then, for everybody alike. */
public final class Statistics {
  /** Weeks of {@link #weeks()}, as in Mastodon. */
  static final int WEEKS = 12;

  private static final Duration COUNTED_EVERY = Duration.ofMinutes(10);
  private static final Duration MONTH = Duration.ofDays(28);

  /** Domains told of; a server that knows more tells these. */
  private static final int MAX_PEERS = 20_000;

  private final Kit kit;
  private final LoadingCache<String, Size> size;
  private final LoadingCache<String, List<String>> peers;
  private final LoadingCache<String, List<Week>> weeks;

  public Statistics(Kit kit) {
    this.kit = kit;
    size = cache(this::countSize);
    peers = cache(this::readPeers);
    weeks = cache(this::countWeeks);
    kit.signals().on(ApplyPolicy.APPLIED, _ -> peers.invalidateAll());
  }

  /**
   * @param activeMonth members who signed in or posted in the last four weeks
   * @param statuses written here
   */
  public record Size(int users, int activeMonth, long statuses) {}

  /** Mastodon's instance activity; numbers are texts, the week is its Monday in Unix seconds. */
  public record Week(String week, String statuses, String logins, String registrations) {}

  public Size size() {
    return size.get("");
  }

  /** The domains that accounts are known of, but for those that are not spoken with. */
  public List<String> peers() {
    return peers.get("");
  }

  /** The last weeks, the newest first. */
  public List<Week> weeks() {
    return weeks.get("");
  }

  private <T> LoadingCache<String, T> cache(java.util.function.Function<DSLContext, T> count) {
    return Caffeine.newBuilder()
        .maximumSize(1)
        .expireAfterWrite(COUNTED_EVERY)
        .build(_ -> kit.db().as(Viewer.stranger(), tx -> count.apply(tx.sql())));
  }

  private Size countSize(DSLContext sql) {
    Instant since = kit.now().minus(MONTH);
    Condition active =
        USERS
            .LAST_SIGN_IN_AT
            .gt(since.atOffset(ZoneOffset.UTC))
            .or(ACCOUNTS.LAST_STATUS_ON.gt(LocalDate.ofInstant(since, ZoneOffset.UTC)));
    return sql.select(
            DSL.count(),
            DSL.count().filterWhere(active),
            DSL.coalesce(DSL.sum(ACCOUNTS.STATUSES_COUNT), DSL.inline(0)))
        .from(USERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .where(USERS.CONFIRMED_AT.isNotNull())
        .and(USERS.APPROVED_AT.isNotNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .fetchSingle(row -> new Size(row.value1(), row.value2(), row.value3().longValue()));
  }

  private List<String> readPeers(DSLContext sql) {
    return sql.selectDistinct(ACCOUNTS.DOMAIN)
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.isNotNull())
        .and(ACCOUNTS.SUSPENDED_BY_DOMAIN.isFalse())
        .orderBy(ACCOUNTS.DOMAIN)
        .limit(MAX_PEERS)
        .fetch(ACCOUNTS.DOMAIN);
  }

  private List<Week> countWeeks(DSLContext sql) {
    LocalDate monday =
        LocalDate.ofInstant(kit.now(), ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    List<Week> counted = new ArrayList<>();
    for (int i = 0; i < WEEKS; i++) {
      OffsetDateTime from = monday.minusWeeks(i).atStartOfDay().atOffset(ZoneOffset.UTC);
      OffsetDateTime to = from.plusWeeks(1);
      counted.add(
          new Week(
              Long.toString(from.toEpochSecond()),
              Integer.toString(publicStatuses(sql, from, to)),
              Integer.toString(
                  sql.fetchCount(
                      USERS, USERS.LAST_SIGN_IN_AT.ge(from).and(USERS.LAST_SIGN_IN_AT.lt(to)))),
              Integer.toString(
                  sql.fetchCount(USERS, USERS.CREATED_AT.ge(from).and(USERS.CREATED_AT.lt(to))))));
    }
    return counted;
  }

  /** By identifier, which begins with the moment: the index of the local timeline answers. */
  private static int publicStatuses(DSLContext sql, OffsetDateTime from, OffsetDateTime to) {
    return sql.fetchCount(
        STATUSES,
        STATUSES
            .LISTED
            .isTrue()
            .and(STATUSES.LOCAL.isTrue())
            .and(STATUSES.ID.ge(from.toInstant().toEpochMilli() << 16))
            .and(STATUSES.ID.lt(to.toInstant().toEpochMilli() << 16)));
  }
}
