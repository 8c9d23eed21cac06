package org.colloque.federation.fetch;

import java.util.function.Function;

/**
 * What came of fetching.
 *
 * @param <T> what was asked for
 */
public sealed interface FetchResult<T> {

  /**
   * Here it is.
   *
   * @param url where it really is, after redirects
   */
  record Found<T>(T value, String url) implements FetchResult<T> {}

  /** It was there and is not any more (410). */
  record Gone<T>() implements FetchResult<T> {}

  /** There is no such thing, or not for us (404). */
  record NotFound<T>() implements FetchResult<T> {}

  /** The other side refuses us (401, 403, another 4xx). */
  record Denied<T>(int status) implements FetchResult<T> {}

  /** We refuse: the address, a redirect, the type or the content. Asking again will not help. */
  record Refused<T>(String reason) implements FetchResult<T> {}

  /** More than the limit. */
  record TooLarge<T>() implements FetchResult<T> {}

  /** No name, no connection, too slow, 429 or 5xx: try again later. */
  record Unreachable<T>(String reason) implements FetchResult<T> {}

  /** Goes on with what was found; everything else stays what it is. */
  default <U> FetchResult<U> then(Function<Found<T>, FetchResult<U>> next) {
    return switch (this) {
      case Found<T> found -> next.apply(found);
      case Gone<T> _ -> new Gone<>();
      case NotFound<T> _ -> new NotFound<>();
      case Denied<T> denied -> new Denied<>(denied.status());
      case Refused<T> refused -> new Refused<>(refused.reason());
      case TooLarge<T> _ -> new TooLarge<>();
      case Unreachable<T> unreachable -> new Unreachable<>(unreachable.reason());
    };
  }
}
