package org.colloque.server.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a code for a token, once. A code that is played again was stolen, by this caller or the
 * one before: the token it was exchanged for is withdrawn (RFC 6749, section 4.1.2).
 */
final class ExchangeCode {
  private final Kit kit;
  private final IssueToken issueToken;
  private final Revoke revoke;

  ExchangeCode(Kit kit, Revoke revoke) {
    this.kit = kit;
    this.issueToken = new IssueToken(kit);
    this.revoke = revoke;
  }

  /**
   * @param verifier of PKCE, null when none was sent
   * @return the token; empty when the code is not good for this app, address and verifier
   */
  Optional<IssueToken.Issued> exchange(
      Tx tx, App app, String code, String redirectUri, @Nullable String verifier) {
    byte[] hash = Secrets.hash(code);
    CodeQueries.@Nullable Code known = CodeQueries.lock(tx.sql(), hash).orElse(null);
    if (known == null || known.appId() != app.id()) {
      return Optional.empty();
    }
    if (known.used()) {
      Long token = known.tokenId();
      if (token != null) {
        revoke.token(tx, token);
      }
      return Optional.empty();
    }
    Instant now = kit.now();
    boolean good =
        now.isBefore(known.expiresAt())
            && known.redirectUri().equals(redirectUri)
            && proven(known.challenge(), verifier)
            && CodeQueries.mayAct(tx.sql(), known.user());
    if (!good) {
      return Optional.empty();
    }
    IssueToken.Issued issued = issueToken.issue(tx, app.id(), known.user(), known.scopes());
    CodeQueries.use(tx.sql(), hash, issued.id(), now);
    return Optional.of(issued);
  }

  /**
   * RFC 7636, section 4.6. A verifier without a challenge is refused too: someone took the
   * challenge out of the request (RFC 9700, section 2.1.1).
   */
  private static boolean proven(@Nullable String challenge, @Nullable String verifier) {
    if (challenge == null || verifier == null) {
      return challenge == null && verifier == null;
    }
    String hashed = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(verifier));
    return MessageDigest.isEqual(
        hashed.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
  }
}
