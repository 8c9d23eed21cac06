package org.colloque.server.groups;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;

/** Organisers give roles, their own included. */
public final class ChangeRole {
  /** The roles that organisers give; the others come with an invitation or a reason. */
  static final List<Role> GIVEN =
      List.of(Role.ORGANISER, Role.MODERATOR, Role.MEMBER, Role.OBSERVER);

  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;

  ChangeRole(Registrar registrar, GroupLog log, TellMembers tell) {
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
  }

  /**
   * Gives {@code account} another role. Guests and who broke the glass keep theirs.
   *
   * @throws ProblemException 404 when one of the two is not in the group, 403 for who does not
   *     organise it, 422 for a role that cannot be given or when no organiser would be left
   */
  public void change(Tx tx, AccountId actor, GroupId id, AccountId account, Role role) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    List<GroupQueries.Member> members = GroupQueries.members(tx.sql(), id);
    Role before =
        members.stream()
            .filter(member -> member.account().equals(account))
            .findFirst()
            .orElseThrow(ProblemException::notFound)
            .role();
    if (before == role) {
      return;
    }
    if (!GIVEN.contains(role) || !GIVEN.contains(before)) {
      throw Refusal.NO_SUCH_ROLE.problem();
    }
    if (before.organises() && isLastOrganiser(members)) {
      throw Refusal.LAST_ORGANISER.problem();
    }
    if (role.takesASeat() && !before.takesASeat() && group.taken() >= group.details().seats()) {
      throw Refusal.FULL.problem();
    }
    registrar.setRole(tx, id, account, role);
    long seq =
        log.append(
            tx, id, actor, "role", Map.of("account", account.toString(), "value", role.wire()));
    if (!account.equals(actor)) {
      tell.one(tx, id, account, actor, seq);
    }
  }

  static boolean isGiven(Role role) {
    return GIVEN.contains(role);
  }

  static boolean isLastOrganiser(List<GroupQueries.Member> members) {
    return members.stream().filter(member -> member.role().organises()).count() <= 1;
  }
}
