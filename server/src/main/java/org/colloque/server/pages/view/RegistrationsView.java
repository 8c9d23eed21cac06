package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/** For the owner: who asks to join. */
public record RegistrationsView(List<Pending> pending) implements Screen {
  /**
   * Someone who signed up and cannot sign in yet.
   *
   * @param confirmed whether the e-mail address answered
   * @param approved whether only the confirmation is missing
   */
  public record Pending(
      String id,
      String username,
      String email,
      String profession,
      String reason,
      Instant at,
      boolean confirmed,
      boolean approved) {}

  @Override
  public String template() {
    return "admin/registrations.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.registrations"));
  }
}
