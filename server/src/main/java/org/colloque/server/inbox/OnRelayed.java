package org.colloque.server.inbox;

import java.util.Set;
import java.util.function.BiFunction;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindActivity;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.Finding;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.statuses.DeleteStatus;

/**
 * A group hands on what somebody did in it (FEP-1b12, federation.md quirk 60). The group is not
 * believed: what was done is fetched from the server of who did it (security row 32), and done
 * once, however many groups hand it on.
 */
public final class OnRelayed {
  /** What is taken from a group; a Create is read as a boost of what was created. */
  static final Set<String> TAKEN = Set.of("Like", "EmojiReact", "Undo", "Update", "Delete");

  private final Kit kit;
  private final FindActivity activities;
  private final GoneAtItsServer gone;

  public OnRelayed(Kit kit, FindActivity activities, FindStatus statuses, DeleteStatus delete) {
    this.kit = kit;
    this.activities = activities;
    this.gone = new GoneAtItsServer(kit, statuses, delete);
  }

  /**
   * @param inner what is done with an activity that its own server shows
   */
  Prepared on(
      Activity.Relayed relayed, BiFunction<Verified<Activity>, KnownActor, Prepared> inner) {
    String id = relayed.inner();
    if (kit.urls().isOurs(id) || !Addresses.fits(id) || !TAKEN.contains(relayed.kind())) {
      return Prepared.nothing("not taken from a group");
    }
    Budget budget = Budget.forActivity();
    return switch (activities.byUri(id, budget)) {
      case Finding.Found<FindActivity.Shown> found -> once(id, found.value(), inner);
      case Finding.Later<FindActivity.Shown> later -> new Prepared.Later(later.reason());
      case Finding.Gone<FindActivity.Shown> _ -> unproven(relayed, budget, "gone");
      case Finding.Nothing<FindActivity.Shown> nothing ->
          unproven(relayed, budget, nothing.reason());
    };
  }

  private Prepared once(
      String id,
      FindActivity.Shown shown,
      BiFunction<Verified<Activity>, KnownActor, Prepared> inner) {
    KnownActor actor = shown.actor();
    if (!actor.stands() || actor.isLocal() || !isTaken(shown.activity().value())) {
      return Prepared.nothing("not taken from a group");
    }
    return switch (inner.apply(shown.activity(), actor)) {
      case Prepared.Later later -> later;
      case Prepared.Post post ->
          new Prepared.Post(
              post.arrival(),
              post.then()
                  .andThen(tx -> InboxQueries.keepDone(tx.sql(), id, actor.uri(), kit.now())));
      case Prepared.Ready ready ->
          Prepared.ready(tx ->
              InboxQueries.keepDone(tx.sql(), id, actor.uri(), kit.now())
                  ? "handed on: " + ready.effect().apply(tx)
                  : "known already");
    };
  }

  /** What is at the address may be another thing than the group said. */
  private static boolean isTaken(Activity activity) {
    return switch (activity) {
      case Activity.Like _, Activity.Undo _, Activity.Update _, Activity.Delete _ -> true;
      case Activity _ -> false;
    };
  }

  /** A deletion needs no word of anybody: what was deleted is gone from its own server. */
  private Prepared unproven(Activity.Relayed relayed, Budget budget, String why) {
    String object = relayed.object();
    return object != null && relayed.kind().equals("Delete")
        ? gone.delete(object, budget)
        : Prepared.nothing("not proven: " + why);
  }
}
