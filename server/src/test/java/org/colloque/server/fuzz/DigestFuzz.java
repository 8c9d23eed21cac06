package org.colloque.server.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * The digest of a body, under both names, in a request that is otherwise well made: the first line
 * is the field, what follows the body.
 */
public final class DigestFuzz {
  private static final String CAVAGE =
      """
      POST /inbox
      host: home.example
      date: Sun, 22 Nov 2026 12:00:00 GMT
      signature: keyId="https://far.example/users/bob#main-key",algorithm="rsa-sha256",\
      headers="(request-target) host date digest",signature="AAAA"
      digest: %s

      %s\
      """;

  private static final String MESSAGE =
      """
      POST /inbox
      host: home.example
      signature-input: sig1=("@method" "@target-uri" "content-digest");created=1795348800;\
      keyid="https://far.example/users/bob#main-key"
      signature: sig1=:AAAA:
      content-digest: %s

      %s\
      """;

  private DigestFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    String digest = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 1);
    for (String form : new String[] {CAVAGE, MESSAGE}) {
      SignatureFuzz.fuzzerTestOneInput(
          form.formatted(digest, body).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
