package org.colloque.server.users;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;

/** Browsers for tests of pages: passwords for people, sign-in, the token of a form. */
public final class SignedIn {
  public static final String PASSWORD = "correct horse battery";

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");

  private SignedIn() {}

  /** Sends a form of a page with the token that belongs in it. */
  public static Browser.Answer submit(Browser browser, String path, String... fields) {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "csrf";
    all[fields.length + 1] = csrf(browser.get("/settings/mail"));
    return browser.post(path, all);
  }

  /** Gives a person of the rig the usual password. */
  public static void setPassword(Rig rig, Person person) {
    try (Passwords passwords = new Passwords(rig.kit().cryptography().passwords())) {
      String hash = passwords.hash(PASSWORD);
      rig.kit()
          .db()
          .doAs(Viewer.stranger(), tx -> UserQueries.setPassword(tx.sql(), person.user(), hash));
    }
  }

  /** A browser in which {@code person} has signed in by the page. */
  public static Browser browser(Rig rig, Person person) {
    setPassword(rig, person);
    Browser browser = rig.anonymous();
    Browser.Answer answer =
        browser.post(
            "/sign-in", "email", person.username() + "@mail.example", "password", PASSWORD);
    if (answer.status() != 303) {
      throw new IllegalStateException("sign-in was answered " + answer.status());
    }
    return browser;
  }

  /** The token that the forms of a page carry. */
  public static String csrf(Browser.Answer page) {
    return hidden(CSRF, page);
  }

  /** The value of a hidden field. */
  public static String hidden(String name, Browser.Answer page) {
    return hidden(Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\""), page);
  }

  private static String hidden(Pattern pattern, Browser.Answer page) {
    Matcher matcher = pattern.matcher(page.text());
    if (!matcher.find()) {
      throw new IllegalStateException("not found: " + pattern + " in " + page.text());
    }
    return matcher.group(1);
  }
}
