package org.colloque.server.calendar;

import static org.colloque.migrations.Tables.USERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.pages.words.Messages;

/** The calendar of a member (RFC 5545), for whoever holds its address. */
public final class CalendarApi {
  static final String ROOT = "/ics";

  private static final String SUFFIX = ".ics";
  private static final String TYPE = "text/calendar; charset=utf-8";

  private final Kit kit;
  private final List<CalendarEntries> sources;

  public CalendarApi(Kit kit, List<CalendarEntries> sources) {
    this.kit = kit;
    this.sources = List.copyOf(sources);
  }

  public List<Route> routes() {
    return List.of(Route.get(ROOT + "/:file", Access.anyone(), this::calendar));
  }

  private record Owner(AccountId account, Messages words) {}

  private Reply calendar(Request request) {
    String file = request.pathParameter("file");
    if (!file.endsWith(SUFFIX)) {
      throw ProblemException.notFound();
    }
    Owner owner = owner(file.substring(0, file.length() - SUFFIX.length()));
    List<CalendarEntries.Entry> entries = new ArrayList<>();
    kit.db()
        .doAs(
            Viewer.of(owner.account()),
            tx -> {
              entries.clear();
              sources.forEach(
                  source -> entries.addAll(source.of(tx, owner.account(), owner.words())));
            });
    byte[] calendar =
        CalendarWriter.calendar(
            owner.words().get("calendar.name"), kit.urls().host(), kit.now(), entries);
    return Reply.bytes(200, TYPE, calendar);
  }

  private Owner owner(String secret) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(USERS.ACCOUNT_ID, USERS.LOCALE)
                    .from(USERS)
                    .where(USERS.CALENDAR_HASH.eq(Secrets.hash(secret)))
                    .and(USERS.DISABLED_AT.isNull())
                    .fetchOptional(row ->
                        new Owner(
                            new AccountId(row.value1()),
                            Messages.of(Locale.forLanguageTag(row.value2())))))
        .orElseThrow(ProblemException::notFound);
  }
}
