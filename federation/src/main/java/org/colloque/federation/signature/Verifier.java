package org.colloque.federation.signature;

import java.time.Clock;
import org.colloque.federation.handle.Origin;

/**
 * Checks the signature of an incoming request. The cheap checks come first: a key is only asked for
 * when form, coverage, freshness and digest are in order, so nobody makes us fetch with garbage.
 */
public final class Verifier {

  private final CavageReader cavage;
  private final MessageSignatureReader messageSignatures;
  private final Schemes schemes;

  /**
   * @param self our public origin: requests signed for another host are refused (quirk 90)
   * @param schemes learns who signs with RFC 9421, for answers to them
   */
  public Verifier(Origin self, Clock clock, Schemes schemes) {
    this.schemes = schemes;
    Freshness freshness = new Freshness(clock);
    this.cavage = new CavageReader(self, freshness);
    this.messageSignatures = new MessageSignatureReader(self, freshness);
  }

  /**
   * Checks with the cached key; when there is none or it does not fit, once more with the fetched
   * one, because keys rotate. May block in {@code keys}.
   */
  public Verification verify(SignedRequest request, KeySource keys) {
    try {
      SignatureClaim claim = claim(request);
      return switch (keys.cached(claim.keyId())) {
        case KeyAnswer.Known known when claim.madeBy(known.key()) ->
            trusted(request, claim, known.key());
        case KeyAnswer.Blocked _ -> failed(new VerificationFailure.Blocked());
        case KeyAnswer.Known _, KeyAnswer.Missing _, KeyAnswer.Gone _, KeyAnswer.Unreachable _ ->
            verifyFetched(request, claim, keys);
      };
    } catch (Unacceptable unacceptable) {
      return failed(unacceptable.failure());
    }
  }

  private SignatureClaim claim(SignedRequest request) throws Unacceptable {
    if (isMessageSignature(request)) {
      return messageSignatures.read(request);
    }
    boolean signed =
        !request.header("signature").isEmpty()
            || request.header("authorization").stream()
                .anyMatch(value -> value.regionMatches(true, 0, "Signature ", 0, 10));
    if (!signed) {
      throw new Unacceptable(new VerificationFailure.Missing());
    }
    return cavage.read(request);
  }

  private static boolean isMessageSignature(SignedRequest request) {
    return !request.header("signature-input").isEmpty();
  }

  private Verification verifyFetched(SignedRequest request, SignatureClaim claim, KeySource keys) {
    return switch (keys.fetched(claim.keyId())) {
      case KeyAnswer.Known known when claim.madeBy(known.key()) ->
          trusted(request, claim, known.key());
      case KeyAnswer.Known _ -> failed(new VerificationFailure.BadSignature());
      case KeyAnswer.Missing _ -> failed(new VerificationFailure.UnknownKey());
      case KeyAnswer.Gone _ -> failed(new VerificationFailure.KeyGone());
      case KeyAnswer.Unreachable _ -> failed(new VerificationFailure.KeyUnreachable());
      case KeyAnswer.Blocked _ -> failed(new VerificationFailure.Blocked());
    };
  }

  private Verification trusted(SignedRequest request, SignatureClaim claim, VerificationKey key) {
    if (isMessageSignature(request)) {
      Origin.of(key.owner()).ifPresent(origin -> schemes.learn(origin, Scheme.RFC_9421));
    }
    return new Verification.Trusted(new Verified<>(request.body(), claim.keyId(), key.owner()));
  }

  private static Verification failed(VerificationFailure failure) {
    return new Verification.Failed(failure);
  }
}
