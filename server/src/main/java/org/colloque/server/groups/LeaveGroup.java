package org.colloque.server.groups;

import static org.colloque.migrations.Tables.MEMBERSHIPS;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;

/**
 * The end of a membership. What they said stays in the group; what they could see of it does not
 * exist for them any more, from this transaction on.
 */
public final class LeaveGroup {
  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;

  LeaveGroup(Kit kit, Registrar registrar, GroupLog log, TellMembers tell) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
  }

  /**
   * @throws ProblemException 404, or 422 for the last organiser of a group that goes on
   */
  public void leave(Tx tx, AccountId account, GroupId id) {
    MemberOf member = registrar.enter(tx, id, account);
    boolean goesOn = member.group().deleteAfter() == null;
    if (member.role().organises()
        && goesOn
        && ChangeRole.isLastOrganiser(GroupQueries.members(tx.sql(), id))) {
      throw Refusal.LAST_ORGANISER.problem();
    }
    log.append(tx, id, account, "left", Map.of("account", account.toString()));
    registrar.remove(tx, id, account);
  }

  /**
   * An organiser shows somebody the door.
   *
   * @throws ProblemException 404 when one of the two is not in the group, 403 for who does not
   *     organise it, 422 for the last organiser
   */
  public void remove(Tx tx, AccountId actor, GroupId id, AccountId account) {
    if (actor.equals(account)) {
      leave(tx, account, id);
      return;
    }
    registrar.enter(tx, id, actor).organisesAlsoAtTheEnd();
    if (GroupQueries.members(tx.sql(), id).stream()
        .noneMatch(member -> member.account().equals(account))) {
      throw ProblemException.notFound();
    }
    log.append(tx, id, actor, "removed", Map.of("account", account.toString()));
    registrar.remove(tx, id, account);
  }

  /**
   * Takes somebody out of all groups whose account is erased. Where they were the only organiser,
   * the longest-standing moderator, else the longest-standing member, is one from then on and is
   * told; a group in which nobody is left who has a seat is deleted after the time of grace.
   *
   * @param tx sees all
   */
  public void leaveAll(Tx tx, AccountId account) {
    List<GroupId> groups =
        tx.sql()
            .select(MEMBERSHIPS.GROUP_ID)
            .from(MEMBERSHIPS)
            .where(MEMBERSHIPS.ACCOUNT_ID.eq(account.value()))
            .orderBy(MEMBERSHIPS.GROUP_ID)
            .fetch(row -> new GroupId(row.value1()));
    for (GroupId group : groups) {
      registrar.lock(tx, group);
      log.append(tx, group, account, "left", Map.of("account", account.toString()));
      registrar.remove(tx, group, account);
      keepOrganised(tx, group);
    }
  }

  /** Who organises a group when nobody does. */
  static Optional<GroupQueries.Member> successor(List<GroupQueries.Member> left) {
    return left.stream()
        .filter(member -> member.role().takesASeat())
        .min(
            Comparator.comparing(GroupQueries.Member::role)
                .thenComparing(GroupQueries.Member::joinedAt)
                .thenComparing(GroupQueries.Member::account));
  }

  private void keepOrganised(Tx tx, GroupId group) {
    List<GroupQueries.Member> left = GroupQueries.members(tx.sql(), group);
    if (left.stream().anyMatch(member -> member.role().organises())) {
      return;
    }
    Optional<GroupQueries.Member> successor = successor(left);
    if (successor.isPresent()) {
      AccountId next = successor.get().account();
      registrar.setRole(tx, group, next, Role.ORGANISER);
      long seq = log.append(tx, group, null, "successor", Map.of("account", next.toString()));
      // in their own name: who is gone tells nobody anything
      tell.one(tx, group, next, next, seq);
    } else {
      registrar.deleteAfter(tx, group, kit.now().plus(DeleteGroup.GRACE));
      log.append(tx, group, null, "deserted", Map.of());
    }
  }
}
