package org.colloque.server.guests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;

/**
 * Somebody is on the way to their instance and back. Kept encrypted in a cookie of the browser that
 * began, and nowhere else: another browser cannot come back in its place, and no group stands in
 * what their instance sees.
 *
 * @param home where they were sent
 * @param handle that they typed; empty when they named their server only
 * @param state what must come back
 * @param verifier proves that who exchanges the code is who asked for it (RFC 7636)
 * @param returnTo a path of ours
 */
record Journey(
    Origin home, String handle, String state, String verifier, String returnTo, Instant until) {
  /** How long the way may take. */
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final String PURPOSE = "journey of a guest";

  String sealed(Kit kit) {
    ObjectNode json =
        Json.object()
            .put("home", home.toString())
            .put("handle", handle)
            .put("state", state)
            .put("verifier", verifier)
            .put("return_to", returnTo)
            .put("until", until.getEpochSecond());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(kit.secrets().encrypt(PURPOSE, Json.write(json)));
  }

  /** What {@link #sealed} made and is not too old; empty for anything else. */
  static Optional<Journey> open(Kit kit, String sealed) {
    JsonNode json;
    try {
      json = Json.read(kit.secrets().decrypt(PURPOSE, Base64.getUrlDecoder().decode(sealed)));
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException broken) {
      return Optional.empty();
    }
    Instant until = Instant.ofEpochSecond(json.path("until").asLong());
    return Origin.of(json.path("home").asText())
        .filter(_ -> kit.now().isBefore(until))
        .map(home ->
            new Journey(
                home,
                json.path("handle").asText(),
                json.path("state").asText(),
                json.path("verifier").asText(),
                json.path("return_to").asText(),
                until));
  }
}
