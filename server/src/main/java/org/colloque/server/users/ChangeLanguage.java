package org.colloque.server.users;

import java.util.Locale;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.pages.words.Messages;

/** A member chooses the language of their pages and letters. */
public final class ChangeLanguage {
  private final Kit kit;
  private final Revoke revoke;

  ChangeLanguage(Kit kit, Revoke revoke) {
    this.kit = kit;
    this.revoke = revoke;
  }

  /** Whether the pages speak the language of this code. */
  public static boolean isPossible(String code) {
    return Messages.LOCALES.contains(Locale.of(code));
  }

  /**
   * Takes effect with the next page, in every process.
   *
   * @throws IllegalArgumentException for a language that the pages do not speak
   */
  public void change(UserId user, String code) {
    if (!isPossible(code)) {
      throw new IllegalArgumentException("the pages do not speak " + code);
    }
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              UserQueries.setLocale(tx.sql(), user, code);
              revoke.changed(tx, user);
            });
  }
}
