package org.colloque.server.discovery;

import java.util.Optional;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.SignedRequest;
import org.colloque.federation.signature.Verification;
import org.colloque.federation.signature.Verifier;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.KnownActor;

/** Finds out which account of another server reads, by the signature of the request. */
final class SignedReader {
  private static final byte[] NO_BODY = {};

  private final Kit kit;
  private final Verifier verifier;
  private final KeySource keys;

  SignedReader(Kit kit, Verifier verifier, KeySource keys) {
    this.kit = kit;
    this.verifier = verifier;
    this.keys = keys;
  }

  /** Empty when the request is not signed, or not well: then it is anybody's. */
  Optional<KnownActor> of(Request request) {
    boolean signed =
        request.header("signature").isPresent() || request.header("authorization").isPresent();
    if (!signed) {
      return Optional.empty();
    }
    SignedRequest read =
        new SignedRequest(
            request.method().name(),
            request.target(),
            request.headers().joined().entrySet(),
            NO_BODY);
    return verifier.verify(read, keys) instanceof Verification.Trusted trusted
        ? kit.db()
            .as(Viewer.stranger(), tx -> ActorQueries.byUri(tx.sql(), trusted.body().signer()))
            .filter(KnownActor::stands)
        : Optional.empty();
  }
}
