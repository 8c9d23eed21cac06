package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a group; for its organisers also who is asked in and who asks.
 *
 * @param roles that can be given, with their words
 * @param link an address that was made just now and is shown once, null else
 * @param editable whether the reader decides about membership, and the group is not read-only
 */
public record GroupMembersView(
    GroupHead head,
    List<Member> members,
    List<Request> requests,
    List<Invitation> invitations,
    List<GroupFormView.Choice> roles,
    @Nullable String link,
    String seats,
    boolean editable)
    implements Screen {
  public GroupMembersView {
    members = List.copyOf(members);
    requests = List.copyOf(requests);
    invitations = List.copyOf(invitations);
    roles = List.copyOf(roles);
  }

  /**
   * Somebody in the group.
   *
   * @param role its value; {@code roleName} its words
   * @param until when the membership ends, null when it does not
   * @param me whether it is the reader
   * @param roleCanChange whether it is one of the roles that are given
   */
  public record Member(
      AccountView account,
      String role,
      String roleName,
      Instant since,
      @Nullable Instant until,
      boolean me,
      boolean roleCanChange) {}

  /** Somebody who asks to join. */
  public record Request(AccountView account, String message, Instant at) {}

  /**
   * Open until it is used or too old.
   *
   * @param account who is asked, null for a link
   * @param memberUntil when the time of a guest ends who comes by it, null when it does not
   */
  public record Invitation(
      String id,
      @Nullable AccountView account,
      String roleName,
      Instant until,
      @Nullable Instant memberUntil) {}

  @Override
  public String template() {
    return "groups/members.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("group.members") + " · " + head.name());
  }
}
