package org.colloque.server.statuses;

import java.util.Arrays;
import java.util.List;
import org.colloque.server.database.Signals;
import org.colloque.server.database.Tx;

/**
 * What streams are told of statuses. The payload of a removal names the readers when not everybody
 * may learn that the status was there.
 */
public final class StatusSignals {
  /** Payload: identifier of a new status or reblog. */
  public static final String CREATED = "status_created";

  /** Payload: identifier of an edited status. */
  public static final String EDITED = "status_edited";

  /** Payload: identifier, then {@code *} or the readers' account identifiers, by spaces. */
  public static final String DELETED = "status_deleted";

  /** Payload: what happened, the group, the identifier of a status of the group, by spaces. */
  public static final String IN_GROUP = "group_status";

  /** What happened to a status of a group. */
  public enum Change {
    CREATED,
    EDITED
  }

  private static final int READERS_PER_SIGNAL = 80;

  private StatusSignals() {}

  static void created(Signals signals, Tx tx, StatusId id) {
    signals.send(tx, CREATED, id.toString());
  }

  static void created(Signals signals, Tx tx, Long[] ids) {
    signals.sendAll(tx, CREATED, Arrays.stream(ids).map(Object::toString).toList());
  }

  static void inGroup(Signals signals, Tx tx, Change change, long group, StatusId id) {
    signals.send(tx, IN_GROUP, change + " " + group + " " + id);
  }

  public static void edited(Signals signals, Tx tx, StatusId id) {
    signals.send(tx, EDITED, id.toString());
  }

  static void deleted(
      Signals signals, Tx tx, StatusId id, boolean forEverybody, List<Long> readers) {
    if (forEverybody) {
      signals.send(tx, DELETED, id + " *");
      return;
    }
    for (int from = 0; from < readers.size(); from += READERS_PER_SIGNAL) {
      StringBuilder payload = new StringBuilder(id.toString());
      readers
          .subList(from, Math.min(from + READERS_PER_SIGNAL, readers.size()))
          .forEach(reader -> payload.append(' ').append(reader));
      signals.send(tx, DELETED, payload.toString());
    }
  }
}
