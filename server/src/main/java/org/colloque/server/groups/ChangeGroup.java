package org.colloque.server.groups;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;

/** Organisers change what they chose about their group. */
public final class ChangeGroup {
  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;

  ChangeGroup(Registrar registrar, GroupLog log, TellMembers tell) {
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
  }

  /**
   * Changes the details that {@code texts} names. When the group is listed from now on, or no
   * longer, every member is told.
   *
   * @throws ProblemException 404, 403, or 422 for details that cannot be
   */
  public void change(Tx tx, AccountId actor, GroupId id, Map<String, String> texts) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    Map<String, Fault> faults = group.details().faults(texts);
    if (!faults.isEmpty()) {
      throw Faults.problem(faults);
    }
    GroupDetails wanted = group.details().with(texts);
    if (wanted.seats() < group.taken()) {
      throw Refusal.TOO_FEW_SEATS.problem();
    }
    List<String> changed =
        wanted.texts().entrySet().stream()
            .filter(text -> !group.details().texts().entrySet().contains(text))
            .map(Map.Entry::getKey)
            .toList();
    if (changed.isEmpty()) {
      return;
    }
    registrar.change(tx, id, wanted);
    log.append(tx, id, actor, "changed", Map.of("value", String.join(" ", changed)));
    if (changed.contains("visibility")) {
      String kind = wanted.visibility() == GroupVisibility.LISTED ? "listed" : "hidden";
      tell.all(tx, id, actor, log.append(tx, id, actor, kind, Map.of()));
    }
  }
}
