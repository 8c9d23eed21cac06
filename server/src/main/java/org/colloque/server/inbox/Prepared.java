package org.colloque.server.inbox;

import java.util.function.Consumer;
import org.colloque.server.database.Tx;
import org.colloque.server.remote.StoreNote;

/** An activity after all that needed the network: what is left is one transaction. */
sealed interface Prepared {
  /** What only needs the database. */
  sealed interface Doable extends Prepared {}

  /** To be done now. */
  record Ready(Effect effect) implements Doable {}

  /** A post to be stored, together with others; and what is to be done once it is. */
  record Post(StoreNote.Arrival arrival, Consumer<Tx> then) implements Doable {}

  /** Some server that is needed does not answer now. */
  record Later(String reason) implements Prepared {}

  /** What an activity does here; answers in a few words what came of it, for the record. */
  @FunctionalInterface
  interface Effect {
    String apply(Tx tx);
  }

  static Prepared ready(Effect effect) {
    return new Ready(effect);
  }

  /** Nothing is to be done. */
  static Prepared nothing(String why) {
    return new Ready(_ -> why);
  }
}
