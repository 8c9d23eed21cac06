package org.colloque.server.digest;

import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.Letter;
import org.colloque.server.mail.PostOffice;
import org.colloque.server.notifications.UnreadNotifications;
import org.colloque.server.pages.view.MailSettingsView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.jooq.impl.DSL;

/**
 * A letter soon after what a member chose, and no more than one in a while: of what kind the news
 * are and how many, never who or what, but for their groups when they chose so. Who has read them
 * already gets none.
 */
public final class SendNotices implements Worker {
  /** The time between two letters to one member. */
  static final Duration PAUSE = Duration.ofMinutes(15);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;

  private final Kit kit;
  private final PostOffice office;
  private final Unsubscribe unsubscribe;
  private final GroupLines groups;

  public SendNotices(Kit kit, PostOffice office) {
    this.kit = kit;
    this.office = office;
    this.unsubscribe = new Unsubscribe(kit);
    this.groups = new GroupLines(kit);
  }

  @Override
  public String name() {
    return "send-notices";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    return office.isOpen() && kit.db().as(Viewer.stranger(), this::send) == AT_ONCE;
  }

  private int send(Tx tx) {
    var before = kit.now().minus(PAUSE).atOffset(ZoneOffset.UTC);
    var waiting =
        DSL.exists(
            DSL.selectOne()
                .from(NOTIFICATIONS)
                .where(NOTIFICATIONS.ACCOUNT_ID.eq(USERS.ACCOUNT_ID))
                .and(NOTIFICATIONS.ID.gt(USERS.MAILED_UNTIL))
                .and(NOTIFICATIONS.FILTERED.isFalse())
                .and(
                    NOTIFICATIONS
                        .GROUP_ID
                        .isNull()
                        .and(NOTIFICATIONS.TYPE.eq(DSL.any(USERS.MAIL_KINDS)))
                        .or(
                            NOTIFICATIONS
                                .GROUP_ID
                                .isNotNull()
                                .and(
                                    DSL.val(MailSettingsView.GROUPS)
                                        .eq(DSL.any(USERS.MAIL_KINDS))))));
    List<Reader> readers =
        tx.seeingAll(sql ->
            Reader.due(
                sql,
                USERS
                    .MAIL_KINDS
                    .ne(new String[0])
                    .and(USERS.MAILED_AT.isNull().or(USERS.MAILED_AT.le(before)))
                    .and(waiting),
                USERS.MAILED_AT.asc().nullsFirst(),
                false,
                AT_ONCE));
    readers.forEach(reader -> write(tx, reader));
    return readers.size();
  }

  private void write(Tx tx, Reader reader) {
    var count = DSL.count();
    long until =
        tx.seeingAll(sql ->
            sql.select(DSL.max(NOTIFICATIONS.ID))
                .from(NOTIFICATIONS)
                .where(NOTIFICATIONS.ACCOUNT_ID.eq(reader.account().value()))
                .fetchOptional(DSL.max(NOTIFICATIONS.ID))
                .orElse(reader.mailedUntil()));
    Messages words = Messages.of(Locale.forLanguageTag(reader.locale()));
    List<String> lines = new ArrayList<>();
    for (var row :
        tx.sql()
            .select(NOTIFICATIONS.TYPE, count)
            .from(NOTIFICATIONS)
            .where(NOTIFICATIONS.ACCOUNT_ID.eq(reader.account().value()))
            .and(NOTIFICATIONS.ID.gt(reader.mailedUntil()))
            .and(NOTIFICATIONS.ID.le(until))
            .and(NOTIFICATIONS.FILTERED.isFalse())
            .and(NOTIFICATIONS.GROUP_ID.isNull())
            .and(NOTIFICATIONS.TYPE.in(reader.kinds()))
            .groupBy(NOTIFICATIONS.TYPE)
            .orderBy(NOTIFICATIONS.TYPE)) {
      MailSettingsView.KINDS.stream()
          .filter(kind -> kind.type().equals(row.value1()))
          .forEach(kind -> lines.add("· " + words.get(kind.line(), row.value2())));
    }
    if (UnreadNotifications.count(tx.sql(), reader.account(), reader.user()) == 0) {
      lines.clear();
    }
    if (reader.kinds().contains(MailSettingsView.GROUPS)) {
      lines.addAll(groups.of(tx, reader, reader.mailedUntil(), until, words));
    }
    if (!lines.isEmpty() && reader.address().isPresent()) {
      var subscription = new Unsubscribe.Subscription(reader.user(), LetterKind.NOTICE);
      office.post(
          tx,
          Letter.NOTICE,
          reader.address().get(),
          reader.locale(),
          Map.of(
              "username", reader.username(),
              "news", String.join("\n", lines),
              "link", kit.urls().absolute(Paths.NOTIFICATIONS),
              "unsubscribe", unsubscribe.address(subscription)),
          unsubscribe.headers(subscription));
    }
    tx.sql()
        .update(USERS)
        .set(USERS.MAILED_UNTIL, until)
        .set(USERS.MAILED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .where(USERS.ID.eq(reader.user().value()))
        .execute();
  }
}
