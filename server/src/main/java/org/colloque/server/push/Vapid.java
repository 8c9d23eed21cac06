package org.colloque.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import org.colloque.server.http.Json;
import org.colloque.server.instance.VapidKey;

/** Says to push services who sends (RFC 8292): a token signed for each service. */
final class Vapid {
  /** Services refuse more than a day. */
  static final Duration GOOD_FOR = Duration.ofHours(12);

  private static final String HEADER =
      PushCipher.url("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(UTF_8));

  private final VapidKey key;

  Vapid(VapidKey key) {
    this.key = key;
  }

  String publicKey() {
    return key.publicKey();
  }

  /**
   * @param audience the origin of the service
   * @param contact an address of those who run this instance: mailto or https
   */
  String token(String audience, String contact, Instant now) {
    byte[] claims =
        Json.write(
            Json.object()
                .put("aud", audience)
                .put("exp", now.plus(GOOD_FOR).getEpochSecond())
                .put("sub", contact));
    String signed = HEADER + "." + PushCipher.url(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.privateKey());
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + PushCipher.url(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
