package org.colloque.server.inbox;

import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.statuses.DeleteStatus;

/**
 * Somebody hands on what another did (ActivityPub, section 7.1.2). Nothing of it is believed: the
 * post is fetched from its own server, which shows what everybody may read and nothing else, and a
 * deletion counts when it is gone there.
 */
public final class OnHandedOn {
  private final Kit kit;
  private final FindStatus statuses;
  private final OnCreate create;
  private final OnUpdate update;
  private final GoneAtItsServer gone;

  public OnHandedOn(
      Kit kit, FindStatus statuses, OnCreate create, OnUpdate update, DeleteStatus delete) {
    this.kit = kit;
    this.statuses = statuses;
    this.create = create;
    this.update = update;
    this.gone = new GoneAtItsServer(kit, statuses, delete);
  }

  /** Whether it is worth asking: it answers, changes or deletes what is here. */
  static boolean concernsUs(Tx tx, Activity activity) {
    String about = null;
    if (activity instanceof Activity.Create one && one.object() instanceof Note note) {
      about = note.thread().inReplyTo();
    } else if (activity instanceof Activity.Update one && one.object() instanceof Note note) {
      about = note.id();
    } else if (activity instanceof Activity.Delete one && !one.ofActor()) {
      about = one.object().id();
    }
    return about != null && GoneAtItsServer.open(tx, about).isPresent();
  }

  Prepared on(Activity activity) {
    boolean concerns = kit.db().as(Viewer.stranger(), tx -> concernsUs(tx, activity));
    if (!concerns) {
      return Prepared.nothing("handed on, and concerns nothing here");
    }
    Budget budget = Budget.forActivity();
    if (activity instanceof Activity.Create one) {
      return LinkedNote.fetch(
          statuses,
          one.object().id(),
          budget,
          found -> create.note(found.note(), found.author(), budget));
    }
    if (activity instanceof Activity.Update one) {
      return LinkedNote.fetch(
          statuses,
          one.object().id(),
          budget,
          found -> update.note(found.note(), found.author(), budget));
    }
    return activity instanceof Activity.Delete one
        ? gone.delete(one.object().id(), budget)
        : Prepared.nothing("handed on, and not a post");
  }
}
