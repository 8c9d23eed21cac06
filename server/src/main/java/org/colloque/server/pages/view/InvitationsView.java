package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * For the owner: invitation links. Fields of the form: {@code max_uses} (empty for no limit),
 * {@code expires_in} in seconds (empty for never), {@code comment}.
 */
public record InvitationsView(List<Invitation> invitations, Form form) implements Screen {
  /**
   * One link.
   *
   * @param maxUses 0 for no limit
   * @param expiresAt null for never
   * @param usable false once used up, expired or revoked
   */
  public record Invitation(
      String id,
      String url,
      String comment,
      AccountView by,
      int uses,
      int maxUses,
      @Nullable Instant expiresAt,
      boolean usable) {}

  @Override
  public String template() {
    return "admin/invitations.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.invitations"));
  }
}
