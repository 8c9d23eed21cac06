package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.text.Languages;
import org.jspecify.annotations.Nullable;

/**
 * The first page of an instance, and its page "about".
 *
 * @param description the long text of the owner
 * @param contactEmail empty when not given
 * @param languages codes of those spoken here
 * @param contact the account to write to, null when not given
 */
public record LandingView(
    SafeHtml description,
    List<String> rules,
    RegistrationMode registrations,
    long members,
    long posts,
    String contactEmail,
    @Nullable AccountView contact,
    List<String> languages,
    String canonical,
    String summary)
    implements Screen {
  /** The languages by name, as a list to read. */
  public String languageNames(Messages messages) {
    return String.join(
        ", ",
        languages.stream().map(code -> Languages.displayName(code, messages.locale())).toList());
  }

  @Override
  public String template() {
    return "landing.jte";
  }

  @Override
  public Head head(Messages messages) {
    return new Head("", summary, canonical, null, null, true);
  }

  @Override
  public Shape shape() {
    return Shape.WIDE;
  }
}
