package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.MoveFollowers;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindAccount;
import org.colloque.server.remote.Finding;
import org.colloque.server.remote.KnownActor;

/**
 * Somebody elsewhere lives on as another account: members who follow the old one follow the new
 * one. Both accounts are fetched again and must name each other, whichever of them says it
 * (federation.md, quirk 48; check C27).
 */
public final class OnMove {
  private final Kit kit;
  private final FindAccount accounts;
  private final MoveFollowers followers;

  public OnMove(Kit kit, FindAccount accounts, MoveFollowers followers) {
    this.kit = kit;
    this.accounts = accounts;
    this.followers = followers;
  }

  Prepared on(Activity.Move move, KnownActor sender) {
    boolean said = sender.uri().equals(move.object()) || sender.uri().equals(move.target());
    if (!said || kit.urls().isOurs(move.object()) || move.object().equals(move.target())) {
      return Prepared.nothing("not theirs to move");
    }
    boolean known =
        kit.db().as(Viewer.stranger(), tx -> followers.anyFollows(tx.sql(), move.object()));
    if (!known) {
      return Prepared.nothing("followed by nobody here");
    }
    Budget budget = Budget.forActivity();
    // the new account first: the old one is believed only when the new one names it
    return then(
        accounts.afresh(move.target(), budget),
        target ->
            then(
                accounts.afresh(move.object(), budget),
                old -> Prepared.ready(tx -> followers.move(tx, old.id(), target.id()).words())));
  }

  @FunctionalInterface
  private interface Next {
    Prepared of(KnownActor actor);
  }

  private static Prepared then(Finding<KnownActor> finding, Next next) {
    return switch (finding) {
      case Finding.Found<KnownActor> found -> next.of(found.value());
      case Finding.Later<KnownActor> later -> new Prepared.Later(later.reason());
      case Finding.Nothing<KnownActor> nothing -> Prepared.nothing(nothing.reason());
      case Finding.Gone<KnownActor> _ -> Prepared.nothing("deleted");
    };
  }
}
