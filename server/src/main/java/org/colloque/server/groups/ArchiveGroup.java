package org.colloque.server.groups;

import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;

/** A group that is archived can be read by its members, and nothing is changed in it. */
public final class ArchiveGroup {
  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;

  ArchiveGroup(Kit kit, Registrar registrar, GroupLog log, TellMembers tell) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
  }

  /**
   * @throws ProblemException 404, or 403 for who does not organise it or when it is done already
   */
  public void archive(Tx tx, AccountId actor, GroupId id) {
    registrar.enter(tx, id, actor).organises();
    registrar.archive(tx, id, kit.now());
    tell.all(tx, id, actor, log.append(tx, id, actor, "archived", Map.of()));
  }

  /**
   * @throws ProblemException 404, or 403 for who does not organise it
   */
  public void reopen(Tx tx, AccountId actor, GroupId id) {
    Group group = registrar.enter(tx, id, actor).organisesAlsoAtTheEnd().group();
    if (group.archivedAt() != null && group.deleteAfter() == null) {
      registrar.archive(tx, id, null);
      tell.all(tx, id, actor, log.append(tx, id, actor, "reopened", Map.of()));
    }
  }
}
