package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Sign-up. Fields: {@code username}, {@code email}, {@code password}, {@code profession}, {@code
 * reason} (by approval), {@code agreement}, {@code invitation}.
 *
 * @param invitation the code of a valid invitation, null without one
 * @param invitedBy who made the invitation
 * @param welcome what the owner tells those who ask to join, empty when nothing
 */
public record SignUpView(
    RegistrationMode mode,
    @Nullable String invitation,
    @Nullable AccountView invitedBy,
    SafeHtml welcome,
    List<String> rules,
    int passwordLength,
    Form form)
    implements Screen {
  @Override
  public String template() {
    return "entry/signup.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("signup.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }

  /** An invitation opens the door in every mode but the closed one. */
  public boolean open() {
    return switch (mode) {
      case OPEN, APPROVAL -> true;
      case INVITATION -> invitation != null;
      case CLOSED -> false;
    };
  }

  public boolean asksReason() {
    return mode == RegistrationMode.APPROVAL && invitation == null;
  }
}
