package org.colloque.server.inbox;

import java.util.Set;
import java.util.function.Consumer;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** An activity that nobody here understands is counted and kept; to its sender it was taken in. */
public final class KeepUnread {
  /** The types that are counted by their name: strangers must not make up figures. */
  static final Set<String> COUNTED =
      Set.of(
          "Accept",
          "Add",
          "Announce",
          "Arrive",
          "Block",
          "Create",
          "Delete",
          "Dislike",
          "EmojiReact",
          "Flag",
          "Follow",
          "Ignore",
          "Invite",
          "Join",
          "Leave",
          "Like",
          "Listen",
          "Lock",
          "Move",
          "Offer",
          "QuoteRequest",
          "Read",
          "Reject",
          "Remove",
          "TentativeAccept",
          "TentativeReject",
          "Travel",
          "Undo",
          "Update",
          "View");

  /** How a reason begins that names the kind of object. */
  static final String OBJECT = "object not read: ";

  private final Kit kit;
  private final Consumer<String> counter;

  /**
   * @param counter is told the type of each, one of {@link #COUNTED}, {@code other} or {@code none}
   */
  public KeepUnread(Kit kit, Consumer<String> counter) {
    this.kit = kit;
    this.counter = counter;
  }

  /** Why {@code activity} is not understood; null when it is. */
  static @Nullable String reason(Activity activity) {
    return switch (activity) {
      case Activity.Unknown unknown -> unknown.reason();
      case Activity.Create create -> reason(create.object());
      case Activity.Update update -> reason(update.object());
      case Activity _ -> null;
    };
  }

  private static @Nullable String reason(Payload payload) {
    return payload instanceof Payload.Other other ? OBJECT + other.type() : null;
  }

  /** Counts, and keeps what {@code sender} signed. */
  void keep(String sender, String type, String reason, byte[] body) {
    counter.accept(type.isEmpty() ? "none" : COUNTED.contains(type) ? type : "other");
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> UnreadActivities.keep(tx.sql(), sender, type, reason, body, kit.now()));
  }
}
