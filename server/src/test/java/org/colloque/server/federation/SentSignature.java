package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.rig.Rig;

/**
 * Checks what a receiver must check of a signed request (draft-cavage-http-signatures-12), with the
 * JDK alone and not with what signed it: the key is the one that the actor shows.
 */
final class SentSignature {
  private static final Pattern PART = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private SentSignature() {}

  /** Fails unless {@code actor} of {@code rig} has signed just this. */
  static void check(LoggedRequest request, Rig rig, String actor) throws GeneralSecurityException {
    JsonNode key =
        rig.anonymous()
            .withHeader("Accept", "application/activity+json")
            .get(actor)
            .json()
            .path("publicKey");
    String header = request.getHeader("Signature");
    assertThat(part(header, "keyId")).isEqualTo(key.path("id").asText());
    assertThat(key.path("owner").asText()).isEqualTo(actor);
    List<String> covered = List.of(part(header, "headers").split(" "));
    assertThat(covered).contains("(request-target)", "host", "date");
    if (request.getBody().length > 0) {
      assertThat(covered).contains("digest");
      assertThat(request.getHeader("Digest")).isEqualTo("SHA-256=" + digest(request.getBody()));
    }
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(publicKey(key.path("publicKeyPem").asText()));
    check.update(base(request, covered).getBytes(StandardCharsets.UTF_8));
    assertThat(check.verify(Base64.getDecoder().decode(part(header, "signature")))).isTrue();
  }

  private static String base(LoggedRequest request, List<String> covered) {
    return String.join(
        "\n",
        covered.stream()
            .map(name ->
                name.equals("(request-target)")
                    ? name
                        + ": "
                        + request.getMethod().value().toLowerCase(Locale.ROOT)
                        + " "
                        + request.getUrl()
                    : name + ": " + request.getHeader(name))
            .toList());
  }

  private static String part(String header, String name) {
    Matcher matcher = PART.matcher(header);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2);
      }
    }
    throw new AssertionError("no " + name + " in " + header);
  }

  private static String digest(byte[] body) throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
  }

  private static PublicKey publicKey(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
