package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.ENDORSEMENTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.statuses.Feeds;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** What we hold of other servers, host by host, and what is changed of it when a rule changes. */
final class HostQueries {
  private static final Field<String> ADDRESS_HOST =
      DSL.lower(
          DSL.splitPart(
              DSL.splitPart(ACCOUNTS.URI, DSL.inline("://"), DSL.inline(2)),
              DSL.inline("/"),
              DSL.inline(1)));

  private HostQueries() {}

  /** The accounts whose handles and addresses name the same two hosts. */
  record Host(String domain, String address) {
    Verdict under(Policy policy) {
      return policy.of(domain).and(policy.of(address));
    }

    boolean isSuspendedByRule(Policy policy) {
      return policy.isSuspendedByRule(domain) || policy.isSuspendedByRule(address);
    }

    private Condition here() {
      return ACCOUNTS.DOMAIN.eq(domain).and(ADDRESS_HOST.eq(address));
    }
  }

  /** What is marked on the accounts of a host: whether on some, whether on all. */
  record Marked(
      Host host,
      int accounts,
      boolean allSuspended,
      boolean someSuspendedByRule,
      boolean allSilenced,
      boolean someSilencedByRule,
      boolean allWithoutMedia,
      boolean someWithoutMedia) {
    boolean fits(Verdict verdict) {
      return (verdict.suspended() ? allSuspended : !someSuspendedByRule)
          && (verdict.silenced() ? allSilenced : !someSilencedByRule)
          && (verdict.noMedia() ? allWithoutMedia : !someWithoutMedia);
    }
  }

  static List<Marked> hosts(DSLContext sql) {
    return sql.select(
            ACCOUNTS.DOMAIN,
            ADDRESS_HOST,
            DSL.count(),
            DSL.boolAnd(ACCOUNTS.SUSPENDED_AT.isNotNull()),
            DSL.boolOr(ACCOUNTS.SUSPENDED_BY_DOMAIN),
            DSL.boolAnd(ACCOUNTS.SILENCED_AT.isNotNull()),
            DSL.boolOr(ACCOUNTS.SILENCED_BY_DOMAIN),
            DSL.boolAnd(ACCOUNTS.NO_MEDIA),
            DSL.boolOr(ACCOUNTS.NO_MEDIA))
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.isNotNull())
        .groupBy(ACCOUNTS.DOMAIN, ADDRESS_HOST)
        .fetch(row ->
            new Marked(
                new Host(row.value1(), row.value2()),
                row.value3(),
                row.value4(),
                row.value5(),
                row.value6(),
                row.value7(),
                row.value8(),
                row.value9()));
  }

  /** Marks the accounts of a host. */
  static void mark(DSLContext sql, Host host, Verdict verdict, OffsetDateTime now) {
    mark(sql, host.here(), verdict, now);
    if (sql.fetchExists(ACCOUNTS, host.here())) {
      redraw(sql, host);
    }
  }

  /** Marks accounts; what a moderator decided about one of them stays. */
  static void mark(DSLContext sql, Condition which, Verdict verdict, OffsetDateTime now) {
    Map<Field<?>, Object> marks = new HashMap<>();
    marks.put(ACCOUNTS.NO_MEDIA, verdict.noMedia());
    mark(marks, ACCOUNTS.SUSPENDED_AT, ACCOUNTS.SUSPENDED_BY_DOMAIN, verdict.suspended(), now);
    mark(marks, ACCOUNTS.SILENCED_AT, ACCOUNTS.SILENCED_BY_DOMAIN, verdict.silenced(), now);
    sql.update(ACCOUNTS)
        .set(marks)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(which)
        .execute();
  }

  private static void mark(
      Map<Field<?>, Object> marks,
      Field<OffsetDateTime> since,
      Field<Boolean> byDomain,
      boolean on,
      OffsetDateTime now) {
    if (on) {
      marks.put(byDomain, DSL.field(since.isNull().or(byDomain)));
      marks.put(since, DSL.coalesce(since, now));
    } else {
      marks.put(byDomain, false);
      marks.put(since, DSL.when(byDomain, DSL.castNull(since)).otherwise(since));
    }
  }

  /** Texts that were rendered with pictures, or without, are rendered again. */
  private static void redraw(DSLContext sql, Host host) {
    sql.update(STATUSES)
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ACCOUNT_ID.in(DSL.select(ACCOUNTS.ID).from(ACCOUNTS).where(host.here())))
        .and(
            STATUSES
                .EMOJIS
                .ne(org.jooq.JSONB.valueOf("[]"))
                .or(
                    DSL.exists(
                        DSL.selectOne()
                            .from(MEDIA_ATTACHMENTS)
                            .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(STATUSES.ID)))))
        .execute();
  }

  /** How many follows there are of people of these hosts, and by them. */
  static int follows(DSLContext sql, Collection<Host> hosts, boolean byThem) {
    return hosts.isEmpty()
        ? 0
        : sql.fetchCount(
            DSL.selectOne().from(FOLLOWS).where(byThem ? byThem(hosts) : ofThem(hosts)));
  }

  /** The handles of those whom members follow. */
  static List<String> followed(DSLContext sql, Collection<Host> hosts, int limit) {
    return sql.select(ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN)
        .from(ACCOUNTS)
        .where(in(hosts))
        .and(
            DSL.exists(
                DSL.selectOne().from(FOLLOWS).where(FOLLOWS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID))))
        .orderBy(ACCOUNTS.DOMAIN, ACCOUNTS.USERNAME)
        .limit(limit)
        .fetch(row -> row.value1() + "@" + row.value2());
  }

  static int deliveries(DSLContext sql, Collection<String> hosts) {
    return hosts.isEmpty() ? 0 : sql.fetchCount(DELIVERIES, DELIVERIES.HOST.in(hosts));
  }

  /** Hosts for which something waits to be sent. */
  static List<String> waitedFor(DSLContext sql) {
    return sql.selectDistinct(DELIVERIES.HOST).from(DELIVERIES).fetch(DELIVERIES.HOST);
  }

  static void dropDeliveries(DSLContext sql, Collection<String> hosts) {
    sql.deleteFrom(DELIVERIES).where(DELIVERIES.HOST.in(hosts)).execute();
  }

  /**
   * Ends all follows and requests between members and people of these hosts. Where followers lived
   * is kept for deletions, should the server be spoken with again.
   */
  static void cut(DSLContext sql, Collection<Host> hosts, OffsetDateTime now) {
    keepInboxes(sql, hosts, now);
    oneLess(sql, ACCOUNTS.FOLLOWING_COUNT, FOLLOWS.ACCOUNT_ID, ofThem(hosts));
    oneLess(sql, ACCOUNTS.FOLLOWERS_COUNT, FOLLOWS.TARGET_ACCOUNT_ID, byThem(hosts));
    sql.deleteFrom(ENDORSEMENTS).where(ENDORSEMENTS.TARGET_ACCOUNT_ID.in(ids(hosts))).execute();
    Feeds.forgetAuthors(sql, sql.fetchValues(ids(hosts)));
    sql.deleteFrom(FOLLOWS).where(ofThem(hosts).or(byThem(hosts))).execute();
    sql.deleteFrom(FOLLOW_REQUESTS)
        .where(
            FOLLOW_REQUESTS
                .ACCOUNT_ID
                .in(ids(hosts))
                .or(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.in(ids(hosts))))
        .execute();
  }

  private static void keepInboxes(DSLContext sql, Collection<Host> hosts, OffsetDateTime now) {
    sql.insertInto(
            PAST_FOLLOWERS,
            PAST_FOLLOWERS.ACCOUNT_ID,
            PAST_FOLLOWERS.INBOX_URL,
            PAST_FOLLOWERS.LEFT_AT)
        .select(
            DSL.selectDistinct(
                    FOLLOWS.TARGET_ACCOUNT_ID,
                    DSL.coalesce(ACCOUNTS.SHARED_INBOX_URL, ACCOUNTS.INBOX_URL),
                    DSL.val(now))
                .from(FOLLOWS)
                .join(ACCOUNTS)
                .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
                .where(in(hosts)))
        .onConflict(PAST_FOLLOWERS.ACCOUNT_ID, PAST_FOLLOWERS.INBOX_URL)
        .doUpdate()
        .set(PAST_FOLLOWERS.LEFT_AT, now)
        .execute();
  }

  private static void oneLess(
      DSLContext sql,
      TableField<AccountsRecord, Integer> counter,
      Field<Long> whose,
      Condition gone) {
    Field<Integer> number = DSL.count().as("number");
    var lost =
        DSL.select(whose.as("who"), number)
            .from(FOLLOWS)
            .where(gone)
            .groupBy(whose)
            .asTable("lost");
    sql.update(ACCOUNTS)
        .set(counter, DSL.greatest(counter.minus(lost.field(number)), DSL.inline(0)))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .from(lost)
        .where(ACCOUNTS.ID.eq(lost.field("who", Long.class)))
        .execute();
  }

  private static Condition ofThem(Collection<Host> hosts) {
    return FOLLOWS.TARGET_ACCOUNT_ID.in(ids(hosts));
  }

  private static Condition byThem(Collection<Host> hosts) {
    return FOLLOWS.ACCOUNT_ID.in(ids(hosts));
  }

  private static Select<Record1<Long>> ids(Collection<Host> hosts) {
    return DSL.select(ACCOUNTS.ID).from(ACCOUNTS).where(in(hosts));
  }

  private static Condition in(Collection<Host> hosts) {
    return DSL.row(ACCOUNTS.DOMAIN, ADDRESS_HOST)
        .in(
            hosts.stream()
                .map(host -> DSL.row(host.domain(), host.address()))
                .collect(Collectors.toList()));
  }
}
