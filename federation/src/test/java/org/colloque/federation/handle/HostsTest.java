package org.colloque.federation.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One spelling for each host (security row 9, check C28). */
class HostsTest {

  @ParameterizedTest
  @CsvSource({
    "far.example, far.example",
    "FAR.Example, far.example",
    "far.example., far.example",
    "hôpital.example, xn--hpital-ixa.example",
    "HÔPITAL.example, xn--hpital-ixa.example",
    "ｆａｒ.example, far.example",
    "far。example, far.example",
    "127.0.0.1, 127.0.0.1",
    "１２７.0.0.1, 127.0.0.1",
    "localhost, localhost",
    "[::1], [0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1], 127.0.0.1",
    "3com.example, 3com.example",
    "a.3com, a.3com"
  })
  void hasOneSpelling(String host, String canonical) {
    assertThat(Hosts.canonical(host)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "far..example",
        "-far.example",
        "far_.example",
        "far example",
        "a/b",
        "a@b",
        "a:1",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "256.1.1.1",
        "1.2.3.4.5",
        "far.example..",
        "[::1",
        "[fe80::1%eth0]",
        "[127.0.0.1]x",
        "a\u0000b",
        "a\nb"
      })
  void isNoHost(String host) {
    assertThat(Hosts.canonical(host)).isEmpty();
  }

  @Test
  void endsAt253Characters() {
    String label = "a".repeat(63) + ".";
    String longest = label.repeat(3) + "b".repeat(61);
    assertThat(Hosts.canonical(longest)).isPresent();
    assertThat(Hosts.canonical(longest + "b")).isEmpty();
    assertThat(Hosts.canonical("a".repeat(64) + ".example")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bob@far.example, bob@far.example", "@bob@far.example, bob@far.example",
    "acct:bob@FAR.example, bob@far.example", "ACCT:b.o-b_1@far.example, b.o-b_1@far.example",
    "bob@localhost:8081, bob@localhost:8081"
  })
  void readsHandles(String text, String handle) {
    assertThat(Handle.parse(text)).hasToString("Optional[" + handle + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "bob",
        "@bob",
        "bob@",
        "@far.example",
        "bob@@far.example",
        "bob@a@b",
        ".bob@a.example",
        "bob.@a.example",
        "bób@a.example",
        "bob @a.example",
        "bob@a.example:0",
        "bob@a.example:65536",
        "bob@a.example/x",
        "bоb@a.example"
      })
  void isNoHandle(String text) {
    assertThat(Handle.parse(text)).isEmpty();
  }

  @Test
  void comparesHandlesWithoutCase() {
    Handle bob = Handle.parse("Bob@far.example").orElseThrow();
    assertThat(bob.sameAs(Handle.parse("bOB@FAR.example.").orElseThrow())).isTrue();
    assertThat(bob.sameAs(Handle.parse("bob@far2.example").orElseThrow())).isFalse();
  }

  @Test
  void readsALongUsernameInNoTime() {
    String almost = "a.".repeat(1_000) + "!";
    assertThat(Handle.isUsername(almost)).isFalse();
    assertThat(Handle.isUsername("a".repeat(Handle.MAX_USERNAME_LENGTH))).isTrue();
    assertThat(Handle.isUsername("a".repeat(Handle.MAX_USERNAME_LENGTH + 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://far.example/a, https://FAR.example:443/b, true",
    "https://far.example/a, https://far.example./b, true",
    "https://far.example/a, http://far.example/a, false",
    "https://far.example/a, https://far.example:444/a, false",
    "https://far.example/a, https://a.far.example/a, false",
    "https://far.example/a, https://x@far.example/a, false",
    "https://hôpital.example/a, https://xn--hpital-ixa.example/b, true",
    "https://far.example/a, nonsense, false",
    "file:///a, file:///a, false"
  })
  void comparesOrigins(String one, String other, boolean same) {
    assertThat(Origin.same(one, other)).isEqualTo(same);
  }

  /** The quick way for plain names says what IDNA says. */
  @Test
  void plainNamesAreReadAsIdnaReadsThem() {
    String alphabet = "aZ0-.x";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = 1 + random.nextInt(9); length > 0; length--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String host = (random.nextInt(20) == 0 ? "a".repeat(60 + random.nextInt(6)) : "") + name;
      assertThat(Hosts.canonical(host + ".example")).as(host).isEqualTo(byIdna(host + ".example"));
    }
  }

  private static Optional<String> byIdna(String host) {
    try {
      String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return ascii.isEmpty() ? Optional.empty() : Optional.of(ascii);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
