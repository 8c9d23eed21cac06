package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.POLL_VOTERS;
import static org.colloque.migrations.Tables.POLL_VOTES;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.calendar.CalendarEntries;
import org.colloque.server.database.Ids;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.words.Messages;
import org.jooq.impl.DSL;

/** When the polls end that a member asks or has voted in, for their calendar. */
public final class PollDates implements CalendarEntries {
  /** So long an end that has passed stays in the calendar. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int MOST = 200;

  private final Kit kit;

  public PollDates(Kit kit) {
    this.kit = kit;
  }

  @Override
  public List<Entry> of(Tx tx, AccountId member, Messages words) {
    Instant since = kit.now().minus(KEPT);
    var concerned =
        DSL.select(POLL_VOTES.STATUS_ID)
            .from(POLL_VOTES)
            .where(POLL_VOTES.ACCOUNT_ID.eq(member.value()))
            .unionAll(
                DSL.select(POLL_VOTERS.STATUS_ID)
                    .from(POLL_VOTERS)
                    .where(POLL_VOTERS.ACCOUNT_ID.eq(member.value())))
            .unionAll(
                DSL.select(STATUSES.ID)
                    .from(STATUSES)
                    .where(STATUSES.ACCOUNT_ID.eq(member.value()))
                    .and(STATUSES.ID.gt(Ids.first(since))));
    var shown = STATUSES.as("shown");
    return tx.sql()
        .select(shown.ID, POLLS.ENDS_AT, ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN)
        .from(POLLS)
        .join(shown)
        .on(shown.ID.eq(POLLS.STATUS_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(shown.ACCOUNT_ID))
        .where(POLLS.STATUS_ID.in(concerned))
        .and(POLLS.ENDS_AT.gt(since.atOffset(ZoneOffset.UTC)))
        .and(Visible.to(Viewer.of(member), shown))
        .orderBy(POLLS.ENDS_AT)
        .limit(DSL.inline(MOST))
        .fetch(row -> {
          String domain = row.get(ACCOUNTS.DOMAIN);
          String acct = row.get(ACCOUNTS.USERNAME) + (domain == null ? "" : "@" + domain);
          return new Entry(
              "poll-" + row.get(shown.ID),
              words.get("calendar.poll"),
              row.get(POLLS.ENDS_AT).toInstant(),
              kit.urls().absolute("/@" + acct + "/" + row.get(shown.ID)),
              0,
              false,
              false);
        });
  }
}
