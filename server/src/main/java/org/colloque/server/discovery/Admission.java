package org.colloque.server.discovery;

import java.util.Optional;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.instance.Settings;
import org.colloque.server.remote.KnownActor;

/**
 * Who may read documents: everybody, or, with authorized fetch, only a server that says by a
 * signature which one it is. What was asked for with a signature is kept by nobody else.
 */
final class Admission {
  private final Settings settings;
  private final SignedReader readers;

  Admission(Settings settings, SignedReader readers) {
    this.settings = settings;
    this.readers = readers;
  }

  /** Whether only who signs may read. */
  boolean isRequired() {
    return settings.current().authorizedFetch();
  }

  /** Who reads, by the signature; empty when there is none that is good. */
  Optional<KnownActor> reader(Request request) {
    return readers.of(request);
  }

  /**
   * Who reads, where that must be said; empty where it need not.
   *
   * @throws ProblemException 401 when the signature is missing or not good, so that the other side
   *     tries again with one
   */
  Optional<KnownActor> check(Request request) {
    if (!isRequired()) {
      return Optional.empty();
    }
    return Optional.of(require(request));
  }

  /** Who reads, where that must always be said; throws as {@link #check}. */
  KnownActor require(Request request) {
    return reader(request)
        .orElseThrow(() ->
            ProblemException.of(401, "Request not signed")
                .withHeader("cache-control", Answers.NOT_KEPT)
                .withHeader("vary", Answers.BY_SIGNATURE));
  }

  /** A document that everybody may read who is admitted. */
  Reply answer(Request request, byte[] document) {
    return isRequired()
        ? Answers.personal(document)
        : Answers.unlessKnown(request, Answers.shared(Answers.ACTIVITY, document));
  }
}
