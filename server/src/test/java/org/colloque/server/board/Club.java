package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;

/** A group of a test, written as its verbs would. */
public final class Club {
  private static final List<String> CATEGORIES =
      List.of("cas", "geeks", "bistrot", "anonyme", "bonnes-nouvelles");

  private final Rig rig;
  private final long id;
  private final String handle;
  private final Map<String, Long> categories = new java.util.HashMap<>();

  private Club(Rig rig, String handle) {
    this.rig = rig;
    this.handle = handle;
    id = rig.kit().ids().next();
  }

  /** A secret group whose members call it {@code handle}. */
  public static Club of(Rig rig, String name, String handle) {
    Club club = new Club(rig, handle);
    OffsetDateTime now = rig.kit().now().atOffset(ZoneOffset.UTC);
    rig.kit()
        .db()
        .<Object>seeingAll(tx -> {
          tx.sql()
              .insertInto(GROUPS)
              .set(GROUPS.ID, club.id)
              .set(GROUPS.NAME, name)
              .set(GROUPS.SLUG, handle)
              .set(GROUPS.SEATS, 12)
              .set(GROUPS.CREATED_AT, now)
              .execute();
          short position = 0;
          for (String slug : CATEGORIES) {
            long category = rig.kit().ids().next();
            club.categories.put(slug, category);
            tx.sql()
                .insertInto(GROUP_CATEGORIES)
                .set(GROUP_CATEGORIES.ID, category)
                .set(GROUP_CATEGORIES.GROUP_ID, club.id)
                .set(GROUP_CATEGORIES.SLUG, slug)
                .set(GROUP_CATEGORIES.POSITION, position++)
                .execute();
          }
          return "";
        });
    return club;
  }

  public Club with(Person person, String role) {
    return with(person.account(), role);
  }

  public Club with(AccountId account, String role) {
    OffsetDateTime now = rig.kit().now().atOffset(ZoneOffset.UTC);
    return rig.kit()
        .db()
        .seeingAll(tx -> {
          tx.sql()
              .insertInto(MEMBERSHIPS)
              .set(MEMBERSHIPS.ACCOUNT_ID, account.value())
              .set(MEMBERSHIPS.GROUP_ID, id)
              .set(MEMBERSHIPS.HANDLE, handle)
              .execute();
          tx.sql()
              .insertInto(GROUP_MEMBERS)
              .set(GROUP_MEMBERS.GROUP_ID, id)
              .set(GROUP_MEMBERS.ACCOUNT_ID, account.value())
              .set(GROUP_MEMBERS.ROLE, role)
              .set(GROUP_MEMBERS.JOINED_AT, now)
              .execute();
          return this;
        });
  }

  /** Ends a membership as a removal does. */
  public void without(Person person) {
    rig.kit()
        .db()
        .<Object>seeingAll(tx ->
            tx.sql()
                .deleteFrom(MEMBERSHIPS)
                .where(MEMBERSHIPS.GROUP_ID.eq(id))
                .and(MEMBERSHIPS.ACCOUNT_ID.eq(person.account().value()))
                .execute());
  }

  public void archive() {
    rig.kit()
        .db()
        .<Object>seeingAll(tx ->
            tx.sql()
                .update(GROUPS)
                .set(GROUPS.ARCHIVED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                .where(GROUPS.ID.eq(id))
                .execute());
  }

  public long id() {
    return id;
  }

  /** Path of its board. */
  public String path() {
    return "/groups/" + id;
  }

  public String category(String slug) {
    return Long.toString(java.util.Objects.requireNonNull(categories.get(slug)));
  }

  /** A topic by the handle, as an app posts it; answers its identifier. */
  public String topic(Person author, String text) {
    return posted(author.app().post("/api/v1/statuses", "status", "@" + handle + " " + text));
  }

  public String reply(Person author, String to, String text) {
    return posted(author.app().post("/api/v1/statuses", "status", text, "in_reply_to_id", to));
  }

  private static String posted(Browser.Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return answer.json().path("id").asText();
  }

  /** What a member's browser does with forms. */
  public record Visitor(Browser browser, String csrf) {
    public static Visitor of(Rig rig, Person person) {
      Browser browser = SignedIn.browser(rig, person);
      return new Visitor(browser, SignedIn.csrf(browser.get("/home")));
    }

    public Browser.Answer get(String path) {
      return browser.get(path);
    }

    public Browser.Answer send(String path, String... fields) {
      String[] all = java.util.Arrays.copyOf(fields, fields.length + 2);
      all[fields.length] = "csrf";
      all[fields.length + 1] = csrf;
      return browser.post(path, all);
    }
  }

  /** The same setting of the viewer that a request has. */
  public static Viewer viewer(Person person) {
    return Viewer.of(person.account());
  }
}
