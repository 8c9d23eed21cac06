package org.colloque.server.digest;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.UnreadNotifications;
import org.colloque.server.pages.view.MailSettingsView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.text.PlainText;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What a letter says of a reader's private groups: how much happened there, or, for who chose it,
 * who wrote and the first words. What they have seen already, or may no longer know of, is left
 * out.
 */
final class GroupLines {
  /** Told with words in one letter; of more it is said how many. */
  static final int MOST_WORDS = 10;

  private static final int MOST = 100;
  private static final int EXCERPT = 120;

  private final Kit kit;

  GroupLines(Kit kit) {
    this.kit = kit;
  }

  private record Event(String group, String who, String text) {}

  /**
   * @param after the notification up to which they were told before
   * @param until the last one of which this letter tells
   */
  List<String> of(Tx tx, Reader reader, long after, long until, Messages words) {
    if (reader.groups().equals(MailSettingsView.OFF)) {
      return List.of();
    }
    // the letter is written by nobody: whether the reader is a member is asked here
    List<Event> events = tx.seeingAll(sql -> events(sql, reader, after, until));
    List<String> lines = new ArrayList<>();
    if (reader.groups().equals(MailSettingsView.WORDS)) {
      events.stream()
          .limit(MOST_WORDS)
          .forEach(event ->
              lines.add(
                  "· "
                      + (event.text().isEmpty()
                          ? words.get("notice.group.news", event.group())
                          : words.get(
                              "notice.group.post", event.who(), event.group(), event.text()))));
    }
    int rest = events.size() - lines.size();
    if (rest > 0) {
      lines.add("· " + words.get(lines.isEmpty() ? "notice.groups" : "notice.groups.more", rest));
    }
    return lines;
  }

  private List<Event> events(DSLContext sql, Reader reader, long after, long until) {
    var read = UnreadNotifications.lastRead(reader.user());
    return sql.select(GROUPS.NAME, ACCOUNTS.DISPLAY_NAME, ACCOUNTS.USERNAME)
        .select(STATUSES.SPOILER_TEXT, STATUSES.CONTENT_HTML)
        .from(NOTIFICATIONS)
        .join(MEMBERSHIPS)
        .on(MEMBERSHIPS.ACCOUNT_ID.eq(NOTIFICATIONS.ACCOUNT_ID))
        .and(MEMBERSHIPS.GROUP_ID.eq(NOTIFICATIONS.GROUP_ID))
        .and(
            MEMBERSHIPS.UNTIL.isNull().or(MEMBERSHIPS.UNTIL.gt(kit.now().atOffset(ZoneOffset.UTC))))
        .join(GROUPS)
        .on(GROUPS.ID.eq(NOTIFICATIONS.GROUP_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(NOTIFICATIONS.FROM_ACCOUNT_ID))
        .leftJoin(STATUSES)
        .on(STATUSES.ID.eq(NOTIFICATIONS.STATUS_ID))
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(reader.account().value()))
        .and(NOTIFICATIONS.ID.gt(DSL.greatest(DSL.val(after), read)))
        .and(NOTIFICATIONS.ID.le(until))
        .and(NOTIFICATIONS.FILTERED.isFalse())
        .and(STATUSES.DELETED_AT.isNull())
        .orderBy(NOTIFICATIONS.ID.desc())
        .limit(DSL.inline(MOST))
        .fetch(row -> {
          String name = row.get(ACCOUNTS.DISPLAY_NAME);
          return new Event(
              row.get(GROUPS.NAME),
              name.isBlank() ? row.get(ACCOUNTS.USERNAME) : name,
              text(row.get(STATUSES.SPOILER_TEXT), row.get(STATUSES.CONTENT_HTML)));
        });
  }

  /** The warning stands before what it warns of, in a letter too. */
  private static String text(
      @org.jspecify.annotations.Nullable String warning,
      @org.jspecify.annotations.Nullable String html) {
    if (html == null) {
      return "";
    }
    return warning == null || warning.isBlank()
        ? PlainText.line(html, EXCERPT)
        : PlainText.cut(warning, EXCERPT);
  }
}
