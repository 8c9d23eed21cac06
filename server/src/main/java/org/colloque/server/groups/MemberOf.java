package org.colloque.server.groups;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;

/**
 * Proof that somebody is in a group, and as what. Who needs one gets it from {@link #of}, which
 * reads through row-level security: there is no other way to a group.
 */
public record MemberOf(Group group, AccountId account, Role role) {
  /**
   * @param tx opened for {@code account}
   * @throws ProblemException 404 when there is no such group, and just so when they are not in it
   */
  public static MemberOf of(Tx tx, GroupId group, AccountId account) {
    return GroupQueries.member(tx.sql(), group, account).orElseThrow(ProblemException::notFound);
  }

  /**
   * For what says or changes something on the board.
   *
   * @throws ProblemException 403 for who only reads, and when the group is read-only
   */
  public MemberOf writes() {
    return allowed(role.writes()).notReadOnly();
  }

  /**
   * For what keeps the board in order.
   *
   * @throws ProblemException 403 for others, and when the group is read-only
   */
  public MemberOf moderates() {
    return allowed(role.moderates()).notReadOnly();
  }

  /**
   * For what decides about membership and the group.
   *
   * @throws ProblemException 403 for others, and when the group is read-only
   */
  public MemberOf organises() {
    return organisesAlsoAtTheEnd().notReadOnly();
  }

  /** As {@link #organises}, also of a group that is read-only: to open it again. */
  MemberOf organisesAlsoAtTheEnd() {
    return allowed(role.organises());
  }

  private MemberOf allowed(boolean may) {
    if (!may) {
      throw ProblemException.forbidden();
    }
    return this;
  }

  private MemberOf notReadOnly() {
    if (group.isReadOnly()) {
      throw ProblemException.of(403, "This group is archived: nothing can be changed in it");
    }
    return this;
  }
}
