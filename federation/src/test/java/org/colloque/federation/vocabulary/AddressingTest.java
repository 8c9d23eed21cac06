package org.colloque.federation.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom, on the wire and back (quirks 20 to 25). */
class AddressingTest {

  private static final String FOLLOWERS = "https://home.example/users/alice/followers";
  private static final List<String> BOB = List.of("https://far.example/users/bob");

  @Test
  void everyKindComesBackAsItWasWritten() {
    for (Addressing kind :
        List.of(
            new Addressing.Public(),
            new Addressing.Unlisted(),
            new Addressing.Followers(),
            new Addressing.Direct())) {
      Recipients written = kind.recipients(FOLLOWERS, BOB);
      assertThat(written.all()).containsAll(BOB);
      assertThat(Addressing.of(written, FOLLOWERS)).isEqualTo(kind);
    }
  }

  @Test
  void onlyPublicAndUnlistedNameEverybody() {
    assertThat(new Addressing.Public().recipients(FOLLOWERS, BOB).to())
        .containsExactly(Recipients.PUBLIC);
    assertThat(new Addressing.Unlisted().recipients(FOLLOWERS, BOB).cc())
        .startsWith(Recipients.PUBLIC);
    assertThat(new Addressing.Followers().recipients(FOLLOWERS, BOB).all())
        .noneMatch(Recipients::isPublic);
    assertThat(new Addressing.Direct().recipients(FOLLOWERS, BOB))
        .isEqualTo(new Recipients(BOB, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
  void readsEverySpellingOfEverybody(String everybody) {
    assertThat(Addressing.of(new Recipients(List.of(everybody), List.of()), null))
        .isEqualTo(new Addressing.Public());
    assertThat(Addressing.of(new Recipients(BOB, List.of(everybody)), null))
        .isEqualTo(new Addressing.Unlisted());
  }

  @Test
  void readsNarrowlyWhatIsUnclear() {
    Recipients inCc = new Recipients(BOB, List.of(FOLLOWERS));
    assertThat(Addressing.of(inCc, FOLLOWERS)).isEqualTo(new Addressing.Direct());
    Recipients another = new Recipients(List.of("https://far.example/followers"), List.of());
    assertThat(Addressing.of(another, FOLLOWERS)).isEqualTo(new Addressing.Direct());
    assertThat(Addressing.of(new Recipients(List.of(FOLLOWERS), List.of()), null))
        .isEqualTo(new Addressing.Direct());
    assertThat(Addressing.of(Recipients.NONE, FOLLOWERS)).isEqualTo(new Addressing.Direct());
  }
}
