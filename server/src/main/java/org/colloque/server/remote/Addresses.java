package org.colloque.server.remote;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.colloque.federation.vocabulary.Actor;
import org.jspecify.annotations.Nullable;

/** Which ids and addresses can be kept. */
public final class Addresses {
  /** An index of PostgreSQL takes some 2,700 bytes; who needs more is not to be believed. */
  public static final int MAX_BYTES = 2_000;

  private Addresses() {}

  /** Whether this can stand in an indexed column; what is missing can. */
  public static boolean fits(@Nullable String address) {
    return address == null
        || address.length() <= MAX_BYTES
            && address.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  static boolean fit(Actor actor) {
    Actor.Endpoints endpoints = actor.endpoints();
    return Stream.of(
                actor.id(),
                actor.profile().url(),
                endpoints.inbox(),
                endpoints.sharedInbox(),
                endpoints.followers())
            .filter(Objects::nonNull)
            .allMatch(Addresses::fits)
        && actor.keys().stream().allMatch(key -> fits(key.id()))
        && actor.preferredUsername().length() <= MAX_BYTES;
  }
}
