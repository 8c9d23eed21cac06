package org.colloque.server.digest;

import static org.colloque.migrations.Tables.HOME_ENTRIES;
import static org.colloque.migrations.Tables.USERS;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.database.Ids;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.Letter;
import org.colloque.server.mail.PostOffice;
import org.colloque.server.notifications.UnreadNotifications;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.Feeds;
import org.colloque.server.statuses.StatusId;
import org.jooq.impl.DSL;

/**
 * Each Monday at seven: how much waits for a member, if anything does (community.md, B.15). Titles
 * and texts are never in it, but for those of their groups when they chose so.
 */
public final class SendDigests implements Worker {
  /** Where most members live; a setting of each member once there is one. */
  static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  static final LocalTime HOUR = LocalTime.of(7, 0);

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int AT_ONCE = 50;

  /** Posts are counted no further. */
  private static final int MOST = 99;

  private final Kit kit;
  private final PostOffice office;
  private final Unsubscribe unsubscribe;
  private final GroupLines groups;

  public SendDigests(Kit kit, PostOffice office) {
    this.kit = kit;
    this.office = office;
    this.unsubscribe = new Unsubscribe(kit);
    this.groups = new GroupLines(kit);
  }

  @Override
  public String name() {
    return "send-digests";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  /** The last Monday at seven that is not in the future. */
  static Instant lastMonday(Instant now) {
    ZonedDateTime here = now.atZone(ZONE);
    ZonedDateTime monday = here.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(HOUR);
    return (monday.isAfter(here) ? monday.minusWeeks(1) : monday).toInstant();
  }

  @Override
  public boolean work() {
    return office.isOpen() && kit.db().as(Viewer.stranger(), this::send) == AT_ONCE;
  }

  private int send(Tx tx) {
    var last = DSL.coalesce(USERS.DIGEST_AT, USERS.CREATED_AT);
    var monday = lastMonday(kit.now()).atOffset(ZoneOffset.UTC);
    List<Reader> readers =
        Reader.due(
            tx.sql(), USERS.MAIL_DIGEST.isTrue().and(last.lt(monday)), last.asc(), true, AT_ONCE);
    for (Reader reader : readers) {
      write(tx, reader);
      tx.sql()
          .update(USERS)
          .set(USERS.DIGEST_AT, kit.now().atOffset(ZoneOffset.UTC))
          .where(USERS.ID.eq(reader.user().value()))
          .execute();
    }
    return readers.size();
  }

  private void write(Tx tx, Reader reader) {
    Messages words = Messages.of(Locale.forLanguageTag(reader.locale()));
    List<String> lines = new ArrayList<>();
    // of groups the lines below tell; what nobody sees is that somebody asks the reader into one
    int unread =
        UnreadNotifications.count(tx.sql(), reader.account(), reader.user())
            + tx.seeingAll(
                sql -> UnreadNotifications.invitations(sql, reader.account(), reader.user()));
    if (unread > 0) {
      lines.add("· " + words.get("digest.notifications", unread));
    }
    lines.addAll(groups.of(tx, reader, Ids.first(reader.since()), Long.MAX_VALUE, words));
    int posts = posts(tx, reader);
    if (posts > 0) {
      lines.add("· " + words.get("digest.posts", posts));
    }
    if (lines.isEmpty() || reader.address().isEmpty()) {
      return;
    }
    var subscription = new Unsubscribe.Subscription(reader.user(), LetterKind.DIGEST);
    office.post(
        tx,
        Letter.DIGEST,
        reader.address().get(),
        reader.locale(),
        Map.of(
            "username", reader.username(),
            "news", String.join("\n", lines),
            "link", kit.urls().absolute(Paths.HOME),
            "unsubscribe", unsubscribe.address(subscription)),
        unsubscribe.headers(subscription));
  }

  /** New in the home feed since the last letter. */
  private static int posts(Tx tx, Reader reader) {
    long since = Ids.first(reader.since());
    return tx.sql()
        .fetchCount(
            DSL.selectOne()
                .from(HOME_ENTRIES)
                .where(HOME_ENTRIES.ACCOUNT_ID.eq(reader.account().value()))
                .and(HOME_ENTRIES.SPAN.ge(Feeds.span(new StatusId(since))))
                .and(HOME_ENTRIES.STATUS_ID.gt(since))
                .limit(MOST));
  }
}
