package org.colloque.server.push;

import java.util.Base64;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.P256;

/**
 * What a browser or an app says of itself, checked.
 *
 * @param endpoint where its push service takes messages
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Address(String endpoint, byte[] point, byte[] auth) {
  /** Longest address of a push service, in characters. */
  static final int MAX_ENDPOINT = 2_000;

  /**
   * @param asked holds the endpoint
   * @param keys holds those of the device, {@code p256dh} and {@code auth}
   * @param local whether plain http will do
   * @throws ProblemException 422
   */
  static Address of(Parameters asked, Parameters keys, boolean local) {
    byte[] point =
        bytes(keys, "p256dh")
            .filter(bytes -> P256.key(bytes).isPresent())
            .orElseThrow(() -> refused("Key p256dh is invalid"));
    byte[] auth =
        bytes(keys, "auth")
            .filter(bytes -> bytes.length == PushCipher.AUTH_BYTES)
            .orElseThrow(() -> refused("Key auth is invalid"));
    return new Address(endpoint(asked, local), point, auth);
  }

  /**
   * The rest of what may be spoken to is looked at when something is sent, by the outbound door.
   */
  private static String endpoint(Parameters asked, boolean local) {
    String endpoint = asked.text("endpoint", "").strip();
    boolean good =
        endpoint.length() <= MAX_ENDPOINT
            && (endpoint.startsWith("https://") || local)
            && Origin.parse(endpoint).flatMap(Origin::of).isPresent();
    if (!good) {
      throw refused("Endpoint is not a valid URL");
    }
    return endpoint;
  }

  /** Base64 as browsers write it, and as some libraries do. */
  private static Optional<byte[]> bytes(Parameters keys, String name) {
    String text = keys.text(name, "").strip().replace('+', '-').replace('/', '_');
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text.replaceFirst("=+$", "")));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  static ProblemException refused(String why) {
    return ProblemException.invalid(why);
  }
}
