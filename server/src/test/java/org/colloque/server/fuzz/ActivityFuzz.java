package org.colloque.server.fuzz;

import java.nio.charset.StandardCharsets;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.ActorReader;
import org.colloque.federation.json.CollectionReader;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.NoteReader;
import org.colloque.federation.signature.Authorship;
import org.colloque.federation.signature.KeyAnswer;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.Proofs;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Activity;

/** A body of an inbox, signed by bob. What is believed of it is his, and on his server. */
public final class ActivityFuzz {
  private static final String SIGNER = "https://far.example/users/bob";
  private static final Authorship AUTHORSHIP = new Authorship(SignatureFuzz.SELF);
  private static final Proofs PROOFS = new Proofs(SignatureFuzz.CLOCK);
  private static final KeySource NO_KEYS =
      new KeySource() {
        @Override
        public KeyAnswer cached(String keyId) {
          return new KeyAnswer.Missing();
        }

        @Override
        public KeyAnswer fetched(String keyId) {
          return new KeyAnswer.Missing();
        }
      };

  private ActivityFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Verified<byte[]> body = Verified.remembered(data, SIGNER + "#main-key", SIGNER);
    if (AUTHORSHIP.read(body, SIGNER + "/followers")
        instanceof Authorship.Authored.Trusted trusted) {
      Activity activity = trusted.activity().value();
      boolean own =
          SIGNER.equals(activity.actor())
              && (activity.id() == null || Origin.same(String.valueOf(activity.id()), SIGNER));
      if (!own) {
        throw new AssertionError(
            "believed of another: " + new String(data, StandardCharsets.UTF_8));
      }
    }
    if (PROOFS.author(data, NO_KEYS).isPresent()) {
      throw new AssertionError("proven without a key");
    }
    if (Json.read(data) instanceof Json.Reading.Document document) {
      ActorReader.read(document.root());
      NoteReader.read(document.root(), SIGNER + "/followers");
      CollectionReader.read(document.root());
    }
  }
}
