package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final String PART = "--x\r\nContent-Disposition: form-data; name=\"";
  private static final String REST = "\n--x--\r\n";

  /** Where the server's buffers may end: a carriage return is put at the end of each. */
  private static final int[] SIZES = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};

  @Test
  void aValueEndsWhereItEndsHoweverItIsCut() throws IOException {
    try (Rig rig = Rig.start()) {
      Person alice = rig.local("alice");
      for (int size : SIZES) {
        for (boolean fromBody : new boolean[] {true, false}) {
          try (Wire wire = new Wire(rig.instance().port())) {
            wire.say(request(rig, alice, size, fromBody));
            assertThat(wire.answer().status()).as("cut at %d", size).isEqualTo(200);
          }
        }
      }
    }
  }

  /** Whose {@code size}th octet, of all or of the body, is the first of the boundary's line. */
  private static String request(Rig rig, Person alice, int size, boolean ofBody) {
    String value = "\r\n" + PART + "source[privacy]\"\r\n\r\npublic\r";
    String empty = PART + "other\"\r\n\r\n";
    int room = size - (ofBody ? 0 : head(rig, alice, size).length());
    int padding = Math.max(0, room - empty.length() - value.length());
    String body = empty + "x".repeat(padding) + value + REST;
    return head(rig, alice, body.length()) + body;
  }

  private static String head(Rig rig, Person alice, int length) {
    return "PATCH /api/v1/accounts/update_credentials HTTP/1.1\r\nHost: "
        + rig.host()
        + "\r\nAuthorization: Bearer "
        + alice.token()
        + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: "
        + "%06d".formatted(length)
        + "\r\n\r\n";
  }

  @Test
  void anOctetOfTheBoundaryIsNoFile() {
    assertThat(new Upload("avatar", Path.of("x"), "", "", 1).isEmpty()).isTrue();
    assertThat(new Upload("avatar", Path.of("x"), "", "", 2).isEmpty()).isFalse();
  }
}
