package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param member who is signed in, null for a visitor
 * @param guest who is signed in with another instance, null for all others
 * @param csrf the token that every POST form carries in its {@code csrf} field
 * @param path path and query of this page, where an action leads back to
 */
public record PageView(
    InstanceView instance,
    Messages messages,
    Times times,
    @Nullable MemberView member,
    @Nullable AccountView guest,
    String csrf,
    String path,
    List<Flash> flashes) {

  public boolean signedIn() {
    return member != null;
  }

  /** True for the navigation entry that leads here. */
  public boolean at(String entry) {
    return path.equals(entry) || path.startsWith(entry + "?") || path.startsWith(entry + "/");
  }
}
