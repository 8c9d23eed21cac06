package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  /** RFC 6238, appendix B, the SHA-1 rows; the last six of eight digits. */
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void theCodesAreThoseOfTheStandard(long seconds, String code) {
    assertThat(Totp.code(SECRET, seconds / 30)).isEqualTo(code);
    assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(seconds), 0))
        .isEqualTo(OptionalLong.of(seconds / 30));
  }

  @Test
  void oneStepBeforeAndAfterIsTakenAndNoMore() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = now.getEpochSecond() / 30;
    for (long other = step - 3; other <= step + 3; other++) {
      assertThat(Totp.step(SECRET, Totp.code(SECRET, other), now, 0).isPresent())
          .as("step %d", other - step)
          .isEqualTo(Math.abs(other - step) <= 1);
    }
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 1), now, step)).isPresent();
    assertThat(Totp.step(SECRET, "", now, 0)).isEmpty();
    assertThat(Totp.step(SECRET, "é", now, 0)).isEmpty();
  }

  @Test
  void secretsAreWrittenInBase32() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    Random random = new Random(4648);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[Totp.SECRET_BYTES];
      random.nextBytes(bytes);
      assertThat(Totp.secret(Totp.base32(bytes)).orElseThrow()).isEqualTo(bytes);
    }
    assertThat(Totp.base32("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
    assertThat(Totp.secret("GEZDGNBV")).isEqualTo(Optional.empty());
    assertThat(Totp.secret("gezdgnbvgy3tqojqgezdgnbvgy3tqojq")).isEqualTo(Optional.empty());
    assertThat(Totp.secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1")).isEqualTo(Optional.empty());
  }

  @Test
  void theUriSaysWhoseCodeItIs() {
    assertThat(Totp.uri("Cardio & Nord", "alice", "ABC"))
        .isEqualTo(
            "otpauth://totp/Cardio%20%26%20Nord:alice?secret=ABC&issuer=Cardio%20%26%20Nord");
  }
}
