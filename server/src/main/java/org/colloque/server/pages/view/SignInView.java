package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Sign-in. Fields: {@code email}, {@code password}, {@code return_to}. */
public record SignInView(Form form, String returnTo) implements Screen {
  /** Whether a link that lets people into groups led here; one that leads nowhere does so too. */
  public boolean leadsToAGroup() {
    return returnTo.startsWith(Paths.GROUPS_JOIN + "/");
  }

  @Override
  public String template() {
    return "entry/signin.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("signin.title"));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
