package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_REQUESTS;

import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;

/** Members of the instance ask to join a listed group, and its organisers answer. */
public final class RequestToJoin {
  public static final int MAX_MESSAGE = 500;

  /** Requests that a group, and a person, can have open at once. */
  static final int MOST_OPEN = 50;

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final Invitations invitations;
  private final Notifier notifier;

  RequestToJoin(
      Kit kit, Registrar registrar, GroupLog log, Invitations invitations, Notifier notifier) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.invitations = invitations;
    this.notifier = notifier;
  }

  /**
   * Asks; once more does nothing. A secret group is not there for whoever asks.
   *
   * @throws ProblemException 404 when no such group is listed, 422 for a long message, for too many
   *     requests, and for who is in it already
   */
  public void ask(Tx tx, AccountId account, GroupId id, String message) {
    refuseUnlisted(tx, id);
    if (message.codePointCount(0, message.length()) > MAX_MESSAGE) {
      throw Refusal.LONG_MESSAGE.problem();
    }
    if (GroupQueries.member(tx.sql(), id, account).isPresent()) {
      throw Refusal.MEMBER_ALREADY.problem();
    }
    registrar.lock(tx, id);
    refuseUnlisted(tx, id);
    var ofTheirs = Invitations.requests(tx.sql(), GROUP_REQUESTS.ACCOUNT_ID.eq(account.value()));
    if (ofTheirs.stream().anyMatch(request -> request.group().equals(id))) {
      return;
    }
    if (invitations.countRequests(tx, id) >= MOST_OPEN || ofTheirs.size() >= MOST_OPEN) {
      throw Refusal.TOO_MANY_REQUESTS.problem();
    }
    invitations.ask(tx, new Invitations.Request(id, account, message.strip(), kit.now()));
    invitations
        .organisers(tx, id)
        .forEach(organiser -> notifier.tellOfRequest(tx, organiser, account, id.value()));
  }

  private static void refuseUnlisted(Tx tx, GroupId id) {
    if (GroupQueries.listed(tx.sql(), id).isEmpty()) {
      throw ProblemException.notFound();
    }
  }

  /** Asks no longer. */
  public void withdraw(Tx tx, AccountId account, GroupId id) {
    if (!invitations.drop(tx, id, account)) {
      throw ProblemException.notFound();
    }
  }

  /**
   * Lets somebody in who asked.
   *
   * @throws ProblemException 404 when they did not ask, 403 for who does not organise the group,
   *     422 when there is no room
   */
  public void accept(Tx tx, AccountId actor, GroupId id, AccountId account) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    if (!invitations.drop(tx, id, account)) {
      throw ProblemException.notFound();
    }
    registrar.enrol(tx, group, account, Role.MEMBER, actor, null);
    long seq = log.append(tx, id, actor, "accepted", Map.of("account", account.toString()));
    notifier.tellOfGroup(tx, account, actor, id.value(), seq);
  }

  /**
   * Declines; who asked is told nothing.
   *
   * @throws ProblemException 404 when they did not ask, 403 for who does not organise the group
   */
  public void decline(Tx tx, AccountId actor, GroupId id, AccountId account) {
    registrar.enter(tx, id, actor).organises();
    if (!invitations.drop(tx, id, account)) {
      throw ProblemException.notFound();
    }
    log.append(tx, id, actor, "declined", Map.of("account", account.toString()));
  }
}
