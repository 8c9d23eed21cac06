package org.colloque.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.KeyAnswer;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.Schemes;
import org.colloque.federation.signature.SignedRequest;
import org.colloque.federation.signature.Verification;
import org.colloque.federation.signature.VerificationKey;
import org.colloque.federation.signature.Verifier;

/**
 * The header fields of a signed request: a line for the method and target, a line for each field,
 * an empty line, the body. Whatever is said, a key that signed nothing vouches for nothing.
 */
public final class SignatureFuzz {
  static final Origin SELF = Origin.of("https://home.example").orElseThrow();
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  private static final PemKeyPair NOBODYS = PemKeyPair.generate();
  private static final Verifier VERIFIER = new Verifier(SELF, CLOCK, new Schemes());

  private SignatureFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
    String[] first = lines[0].split(" ", 2);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
      }
    }
    byte[] body =
        end < 0 ? new byte[0] : text.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
    SignedRequest request =
        new SignedRequest(first[0], first.length > 1 ? first[1] : "/inbox", headers, body);
    if (VERIFIER.verify(request, new Nobody()) instanceof Verification.Trusted trusted) {
      throw new AssertionError("trusted: " + trusted.body());
    }
  }

  /** Knows every key, and it is always the same one, which signs nothing. */
  private static final class Nobody implements KeySource {
    @Override
    public KeyAnswer cached(String keyId) {
      return VerificationKey.of(keyId, keyId, NOBODYS.publicPem())
          .<KeyAnswer>map(KeyAnswer.Known::new)
          .orElseGet(KeyAnswer.Missing::new);
    }

    @Override
    public KeyAnswer fetched(String keyId) {
      return cached(keyId);
    }
  }
}
