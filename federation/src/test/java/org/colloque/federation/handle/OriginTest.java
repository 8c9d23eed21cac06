package org.colloque.federation.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known from an address before is what reading it whole would say. */
class OriginTest {
  private static final String PARTS = "abz09AZ-._~!$&'()*+,;=:@/?#%[]{}|\\^`<> \"\u00e9\n";
  private static final int ADDRESSES = 20_000;

  private static void same(String url) {
    // twice: the first look remembers, the second one recalls
    for (int i = 0; i < 2; i++) {
      assertThat(Origin.of(url)).as(url).isEqualTo(Origin.parse(url).flatMap(Origin::of));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example",
        "https://a.example/",
        "https://A.Example:8443/users/b?c=d#e",
        "https://a.example:443",
        "http://a.example:0/x",
        "http://a.example:70000/x",
        "https://a.example#x#y",
        "https://b@a.example/x",
        "https://a.example/%41",
        "https://a.example/%4",
        "https://a.example/\u00e9",
        "https://\u00e9.example/x",
        "https://xn--9ca.example/x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://127.0.0.01/x",
        "https://[::1]/x",
        "https:///x",
        "https://",
        "https:/a.example/x",
        "HTTPS://a.example/x",
        "ftp://a.example/x",
        "//a.example/x",
        "https://a.example/x y"
      })
  void recallsWhatItReads(String url) {
    same(url);
  }

  @Test
  void recallsWhatItReadsOfMadeUpAddresses() {
    Random random = new Random(1);
    for (int i = 0; i < ADDRESSES; i++) {
      StringBuilder url =
          new StringBuilder(random.nextBoolean() ? "https://a" : "http://b.example");
      for (int length = random.nextInt(12); length > 0; length--) {
        url.append(PARTS.charAt(random.nextInt(PARTS.length())));
      }
      same(url.toString());
    }
  }

  @Test
  void readsUpToTheLongestAddress() {
    String longest = "https://a.example/" + "x".repeat(Origin.MAX_URL_LENGTH - 18);
    assertThat(Origin.of(longest)).isPresent();
    assertThat(Origin.of(longest + "x")).isEmpty();
  }
}
