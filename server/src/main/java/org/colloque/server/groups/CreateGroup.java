package org.colloque.server.groups;

import java.util.Map;
import java.util.function.Supplier;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;

/** A member makes a group, and organises it. */
public final class CreateGroup {
  /** Groups that one member may organise. */
  static final int MOST_ORGANISED = 20;

  private final Registrar registrar;
  private final GroupLog log;
  private final Supplier<Founders> founders;

  CreateGroup(Registrar registrar, GroupLog log, Supplier<Founders> founders) {
    this.registrar = registrar;
    this.log = log;
    this.founders = founders;
  }

  /** Whether {@code member} may make groups on this instance. */
  public boolean isAllowed(Caller.Member member) {
    return member.isStaff() || founders.get() == Founders.MEMBERS;
  }

  /**
   * @throws ProblemException 403 where others make the groups; 422 for details that cannot be, and
   *     for somebody who organises many groups already
   */
  public GroupId create(Tx tx, Caller.Member member, Map<String, String> texts) {
    if (!isAllowed(member)) {
      throw ProblemException.forbidden();
    }
    Map<String, Fault> faults = GroupDetails.defaults().faults(texts);
    if (!faults.isEmpty()) {
      throw Faults.problem(faults);
    }
    tx.lock("organises " + member.account());
    long organised =
        GroupQueries.mine(tx.sql(), member.account()).stream()
            .filter(one -> one.role().organises())
            .count();
    if (organised >= MOST_ORGANISED) {
      throw Refusal.TOO_MANY_ORGANISED.problem();
    }
    GroupId group = registrar.found(tx, member.account(), GroupDetails.defaults().with(texts));
    registrar.enrol(
        tx,
        registrar.enterFromOutside(tx, group).orElseThrow(),
        member.account(),
        Role.ORGANISER,
        null,
        null);
    log.append(tx, group, member.account(), "created", Map.of());
    return group;
  }
}
