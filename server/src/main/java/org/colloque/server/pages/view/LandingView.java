package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The first page of an instance, and its page "about".
 *
 * @param description the long text of the owner
 * @param contactEmail empty when not given
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
    String canonical,
    String summary)
    implements Screen {
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
