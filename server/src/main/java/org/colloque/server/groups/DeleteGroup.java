package org.colloque.server.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;

/**
 * A group is deleted after a time of grace, in which members read and export and an organiser can
 * take it back ({@link EraseGroups} does the rest).
 */
public final class DeleteGroup {
  /** From the decision until nothing is left. */
  public static final Duration GRACE = Duration.ofDays(30);

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;

  DeleteGroup(Kit kit, Registrar registrar, GroupLog log, TellMembers tell) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
  }

  /**
   * Every member is told until when they can take with them what is theirs.
   *
   * @throws ProblemException 404, or 403 for who does not organise it
   */
  public void delete(Tx tx, AccountId actor, GroupId id) {
    Group group = registrar.enter(tx, id, actor).organisesAlsoAtTheEnd().group();
    if (group.deleteAfter() == null) {
      Instant end = kit.now().plus(GRACE);
      registrar.deleteAfter(tx, id, end);
      tell.all(
          tx, id, actor, log.append(tx, id, actor, "deletion", Map.of("until", end.toString())));
    }
  }

  /**
   * @throws ProblemException 404, or 403 for who does not organise it
   */
  public void takeBack(Tx tx, AccountId actor, GroupId id) {
    Group group = registrar.enter(tx, id, actor).organisesAlsoAtTheEnd().group();
    if (group.deleteAfter() != null) {
      registrar.deleteAfter(tx, id, null);
      tell.all(tx, id, actor, log.append(tx, id, actor, "kept", Map.of()));
    }
  }
}
