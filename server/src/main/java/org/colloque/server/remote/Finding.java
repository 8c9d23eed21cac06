package org.colloque.server.remote;

import java.util.Optional;
import java.util.function.Function;
import org.colloque.federation.fetch.FetchResult;

/**
 * What came of looking for something of another server.
 *
 * @param <T> what was looked for
 */
public sealed interface Finding<T> {
  /** Here it is. */
  record Found<T>(T value) implements Finding<T> {}

  /** There is no such thing, or not for us, or it was not what it claimed to be. */
  record Nothing<T>(String reason) implements Finding<T> {}

  /** It was deleted. */
  record Gone<T>() implements Finding<T> {}

  /** Its server does not answer now, or enough has been asked for once. */
  record Later<T>(String reason) implements Finding<T> {}

  default Optional<T> optional() {
    return this instanceof Found<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** Goes on with what was found; everything else stays what it is. */
  default <U> Finding<U> then(Function<T, Finding<U>> next) {
    return switch (this) {
      case Found<T> found -> next.apply(found.value());
      case Nothing<T> nothing -> new Nothing<>(nothing.reason());
      case Gone<T> _ -> new Gone<>();
      case Later<T> later -> new Later<>(later.reason());
    };
  }

  static <T> Finding<T> of(FetchResult<T> result) {
    return switch (result) {
      case FetchResult.Found<T> found -> new Found<>(found.value());
      case FetchResult.Gone<T> _ -> new Gone<>();
      case FetchResult.NotFound<T> _ -> new Nothing<>("not found");
      case FetchResult.Denied<T> denied -> new Nothing<>("denied with " + denied.status());
      case FetchResult.Refused<T> refused -> new Nothing<>(refused.reason());
      case FetchResult.TooLarge<T> _ -> new Nothing<>("too large");
      case FetchResult.Unreachable<T> unreachable -> new Later<>(unreachable.reason());
    };
  }
}
