package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: accounts, here and elsewhere, and what is decided about them.
 *
 * @param query a handle or its beginning; empty for those about whom something is decided
 */
public record ModeratedView(List<Account> accounts, String query) implements Screen {
  /**
   * An account.
   *
   * @param sensitized whether a moderator covers their pictures
   * @param suggested whether members are told that they might want to follow them
   * @param byRule whether a rule about its server hides or limits it
   * @param member whether it can sign in here
   */
  public record Account(
      String id,
      String handle,
      String displayName,
      boolean suspended,
      boolean silenced,
      boolean sensitized,
      boolean suggested,
      boolean byRule,
      boolean member,
      boolean disabled) {}

  @Override
  public String template() {
    return "admin/accounts.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.accounts"));
  }
}
