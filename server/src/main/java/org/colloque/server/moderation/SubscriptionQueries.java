package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DOMAIN_SUBSCRIPTIONS;
import static org.colloque.migrations.Tables.DOMAIN_SUBSCRIPTION_ENTRIES;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.migrations.tables.records.DomainSubscriptionEntriesRecord;
import org.colloque.migrations.tables.records.DomainSubscriptionsRecord;
import org.colloque.server.moderation.Subscriptions.Kind;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads and writes followed lists. */
final class SubscriptionQueries {
  private SubscriptionQueries() {}

  /** A list that is followed. */
  record Subscription(
      long id,
      String url,
      Kind kind,
      int priority,
      boolean automatic,
      @Nullable String etag,
      @Nullable Instant fetchedAt,
      @Nullable String error) {}

  /** What a list says about one domain, and what the owner says to that. */
  record Entry(DomainRule rule, String state) {}

  static int count(DSLContext sql) {
    return sql.fetchCount(DOMAIN_SUBSCRIPTIONS);
  }

  static boolean add(
      DSLContext sql,
      long id,
      String url,
      Kind kind,
      int priority,
      boolean automatic,
      Instant now) {
    return sql.insertInto(DOMAIN_SUBSCRIPTIONS)
            .set(DOMAIN_SUBSCRIPTIONS.ID, id)
            .set(DOMAIN_SUBSCRIPTIONS.URL, url)
            .set(DOMAIN_SUBSCRIPTIONS.KIND, kind.name().toLowerCase(Locale.ROOT))
            .set(DOMAIN_SUBSCRIPTIONS.PRIORITY, priority)
            .set(DOMAIN_SUBSCRIPTIONS.AUTOMATIC, automatic)
            .set(DOMAIN_SUBSCRIPTIONS.NEXT_FETCH_AT, at(now))
            .set(DOMAIN_SUBSCRIPTIONS.CREATED_AT, at(now))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  static void delete(DSLContext sql, long id) {
    sql.deleteFrom(DOMAIN_SUBSCRIPTIONS).where(DOMAIN_SUBSCRIPTIONS.ID.eq(id)).execute();
  }

  static List<Subscription> all(DSLContext sql) {
    return list(sql, DSL.noCondition());
  }

  static Optional<Subscription> byId(DSLContext sql, long id) {
    return list(sql, DOMAIN_SUBSCRIPTIONS.ID.eq(id)).stream().findFirst();
  }

  static Optional<Subscription> due(DSLContext sql, Instant now) {
    return list(sql, DOMAIN_SUBSCRIPTIONS.NEXT_FETCH_AT.le(at(now))).stream().findFirst();
  }

  private static List<Subscription> list(DSLContext sql, Condition which) {
    return sql.selectFrom(DOMAIN_SUBSCRIPTIONS)
        .where(which)
        .orderBy(DOMAIN_SUBSCRIPTIONS.PRIORITY, DOMAIN_SUBSCRIPTIONS.ID)
        .fetch(SubscriptionQueries::subscription);
  }

  private static Subscription subscription(DomainSubscriptionsRecord row) {
    OffsetDateTime fetched = row.getFetchedAt();
    return new Subscription(
        row.getId(),
        row.getUrl(),
        row.getKind().equals("allow") ? Kind.ALLOW : Kind.BLOCK,
        row.getPriority(),
        row.getAutomatic(),
        row.getEtag(),
        fetched == null ? null : fetched.toInstant(),
        row.getLastError());
  }

  /** Before it is fetched: another process shall not do it too. */
  static void begun(DSLContext sql, long id, Instant next) {
    sql.update(DOMAIN_SUBSCRIPTIONS)
        .set(DOMAIN_SUBSCRIPTIONS.NEXT_FETCH_AT, at(next))
        .where(DOMAIN_SUBSCRIPTIONS.ID.eq(id))
        .execute();
  }

  static void fetched(DSLContext sql, long id, @Nullable String etag, Instant now) {
    sql.update(DOMAIN_SUBSCRIPTIONS)
        .set(DOMAIN_SUBSCRIPTIONS.ETAG, etag)
        .set(DOMAIN_SUBSCRIPTIONS.FETCHED_AT, at(now))
        .setNull(DOMAIN_SUBSCRIPTIONS.LAST_ERROR)
        .where(DOMAIN_SUBSCRIPTIONS.ID.eq(id))
        .execute();
  }

  static void failed(DSLContext sql, long id, String error) {
    sql.update(DOMAIN_SUBSCRIPTIONS)
        .set(DOMAIN_SUBSCRIPTIONS.LAST_ERROR, error)
        .where(DOMAIN_SUBSCRIPTIONS.ID.eq(id))
        .execute();
  }

  static Map<String, Entry> entries(DSLContext sql, long list) {
    return sql.selectFrom(DOMAIN_SUBSCRIPTION_ENTRIES)
        .where(DOMAIN_SUBSCRIPTION_ENTRIES.SUBSCRIPTION_ID.eq(list))
        .fetchMap(DOMAIN_SUBSCRIPTION_ENTRIES.DOMAIN, SubscriptionQueries::entry);
  }

  static List<Entry> drafts(DSLContext sql, long list) {
    return sql.selectFrom(DOMAIN_SUBSCRIPTION_ENTRIES)
        .where(DOMAIN_SUBSCRIPTION_ENTRIES.SUBSCRIPTION_ID.eq(list))
        .and(DOMAIN_SUBSCRIPTION_ENTRIES.STATE.eq("draft"))
        .orderBy(DOMAIN_SUBSCRIPTION_ENTRIES.DOMAIN)
        .fetch(SubscriptionQueries::entry);
  }

  static int count(DSLContext sql, long list, String state) {
    return sql.fetchCount(
        DOMAIN_SUBSCRIPTION_ENTRIES,
        DOMAIN_SUBSCRIPTION_ENTRIES
            .SUBSCRIPTION_ID
            .eq(list)
            .and(DOMAIN_SUBSCRIPTION_ENTRIES.STATE.eq(state)));
  }

  private static Entry entry(DomainSubscriptionEntriesRecord row) {
    return new Entry(
        new DomainRule(
            row.getDomain(),
            Severity.parse(row.getSeverity()).orElseThrow(),
            row.getRejectMedia(),
            row.getRejectReports(),
            "",
            row.getPublicComment(),
            false),
        row.getState());
  }

  static void put(DSLContext sql, long list, DomainRule rule, String state) {
    DomainSubscriptionEntriesRecord row = sql.newRecord(DOMAIN_SUBSCRIPTION_ENTRIES);
    row.setSubscriptionId(list);
    row.setDomain(rule.domain());
    row.setSeverity(rule.severity().wire());
    row.setRejectMedia(rule.rejectMedia());
    row.setRejectReports(rule.rejectReports());
    row.setPublicComment(rule.publicComment());
    row.setState(state);
    sql.insertInto(DOMAIN_SUBSCRIPTION_ENTRIES)
        .set(row)
        .onConflict(DOMAIN_SUBSCRIPTION_ENTRIES.SUBSCRIPTION_ID, DOMAIN_SUBSCRIPTION_ENTRIES.DOMAIN)
        .doUpdate()
        .set(row)
        .execute();
  }

  /** Takes away what the list does not name any more. */
  static void dropOthers(DSLContext sql, long list, Collection<String> named) {
    sql.deleteFrom(DOMAIN_SUBSCRIPTION_ENTRIES)
        .where(DOMAIN_SUBSCRIPTION_ENTRIES.SUBSCRIPTION_ID.eq(list))
        .and(DOMAIN_SUBSCRIPTION_ENTRIES.DOMAIN.ne(DSL.all(named.toArray(String[]::new))))
        .execute();
  }

  /**
   * @param domain empty for all that wait
   */
  static void decide(DSLContext sql, long list, String domain, boolean accepted) {
    sql.update(DOMAIN_SUBSCRIPTION_ENTRIES)
        .set(DOMAIN_SUBSCRIPTION_ENTRIES.STATE, accepted ? "accepted" : "refused")
        .where(DOMAIN_SUBSCRIPTION_ENTRIES.SUBSCRIPTION_ID.eq(list))
        .and(
            domain.isEmpty()
                ? DOMAIN_SUBSCRIPTION_ENTRIES.STATE.eq("draft")
                : DOMAIN_SUBSCRIPTION_ENTRIES.DOMAIN.eq(domain))
        .execute();
  }

  /** The domains where members follow somebody, with all domains above them. */
  static Set<String> followedDomains(DSLContext sql) {
    Set<String> domains = new HashSet<>();
    sql.selectDistinct(ACCOUNTS.DOMAIN)
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FOLLOWS.TARGET_ACCOUNT_ID))
        .where(ACCOUNTS.DOMAIN.isNotNull())
        .fetch(ACCOUNTS.DOMAIN)
        .forEach(domain -> {
          String name = Policy.withoutPort(domain);
          while (domains.add(name) && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
          }
        });
    return domains;
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
