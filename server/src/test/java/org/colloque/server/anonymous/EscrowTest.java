package org.colloque.server.anonymous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.groups.GroupId;
import org.junit.jupiter.api.Test;

class EscrowTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<Escrow.Keys> keys = new ArrayList<>();

  private List<Trustee> trustees(int count) {
    List<Trustee> trustees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Escrow.Keys made = Escrow.newKeys();
      keys.add(made);
      trustees.add(new Trustee("Trustee " + i, made.open()));
    }
    return trustees;
  }

  @Test
  void enoughTrusteesLearnTheAuthorAndFewerDoNot() {
    byte[] escrow = Escrow.seal(new Escrow.Author(117, 42), 3, trustees(5));
    List<String> shares = keys.stream().map(key -> Escrow.share(escrow, key.secret())).toList();
    assertThat(Escrow.open(escrow, List.of(shares.get(4), shares.get(0), shares.get(2))))
        .isEqualTo(new Escrow.Author(117, 42));
    assertThat(Escrow.open(escrow, shares)).isEqualTo(new Escrow.Author(117, 42));
    assertThatThrownBy(() -> Escrow.open(escrow, shares.subList(0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Escrow.open(escrow, List.of("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodyElseHasAShare() {
    byte[] escrow = Escrow.seal(new Escrow.Author(117, 42), 2, trustees(2));
    assertThatThrownBy(() -> Escrow.share(escrow, Escrow.newKeys().secret()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Escrow.share(escrow, keys.getFirst().open()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Escrow.share("{}".getBytes(StandardCharsets.UTF_8), keys.getFirst().secret()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameAuthorLooksDifferentEachTimeAndNeverLonger() {
    List<Trustee> trustees = trustees(3);
    byte[] one = Escrow.seal(new Escrow.Author(1, 1), 2, trustees);
    byte[] other = Escrow.seal(new Escrow.Author(Long.MAX_VALUE, 2), 2, trustees);
    assertThat(one).isNotEqualTo(other).hasSameSizeAs(other);
  }

  @Test
  void onlyPublicKeysOfThisKindAreTaken() {
    assertThat(Trustee.parse(Escrow.newKeys().open())).isPresent();
    assertThat(Trustee.parse(Escrow.newKeys().secret())).isEmpty();
    assertThat(Trustee.parse(Trustee.PUBLIC + "!!")).isEmpty();
    assertThat(Trustee.parse(Trustee.PUBLIC)).isEmpty();
    assertThat(Trustee.parse("")).isEmpty();
  }

  @Test
  void anyThresholdOfSharesIsTheSecret() {
    for (int count = 1; count <= 7; count++) {
      for (int threshold = 1; threshold <= count; threshold++) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        List<Shamir.Share> shares = Shamir.split(secret, threshold, count, RANDOM);
        assertThat(Shamir.join(shares.subList(count - threshold, count))).isEqualTo(secret);
        if (threshold > 1) {
          assertThat(Shamir.join(shares.subList(0, threshold - 1))).isNotEqualTo(secret);
        }
      }
    }
    assertThatThrownBy(() -> Shamir.split(new byte[1], 3, 2, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchesComeThreeTimesADayInTheZoneOfTheGroup() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    assertThat(Batches.next(Instant.parse("2026-11-23T06:59:59Z"), paris))
        .isEqualTo(Instant.parse("2026-11-23T07:00:00Z"));
    assertThat(Batches.next(Instant.parse("2026-11-23T07:00:00Z"), paris))
        .isEqualTo(Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(Batches.next(Instant.parse("2026-11-23T18:59:00Z"), paris))
        .isEqualTo(Instant.parse("2026-11-23T19:00:00Z"));
    assertThat(Batches.next(Instant.parse("2026-11-23T19:00:01Z"), paris))
        .isEqualTo(Instant.parse("2026-11-24T07:00:00Z"));
    // the night in which the clocks go back
    assertThat(Batches.next(Instant.parse("2026-10-24T20:00:00Z"), paris))
        .isEqualTo(Instant.parse("2026-10-25T07:00:00Z"));
  }

  @Test
  void threePostsAWeekAreEnough() {
    WeeklyCap cap = new WeeklyCap();
    ZoneId paris = ZoneId.of("Europe/Paris");
    GroupId group = new GroupId(1);
    AccountId account = new AccountId(2);
    Instant sunday = Instant.parse("2026-11-22T22:59:00Z");
    for (int i = 0; i < WeeklyCap.MOST; i++) {
      assertThat(cap.take(group, account, sunday, paris)).isTrue();
    }
    assertThat(cap.take(group, account, sunday, paris)).isFalse();
    assertThat(cap.take(new GroupId(3), account, sunday, paris)).isTrue();
    assertThat(cap.take(group, new AccountId(4), sunday, paris)).isTrue();
    assertThat(cap.take(group, account, sunday.plusSeconds(60), paris)).isTrue();
    cap.giveBack(group, account);
    for (int i = 0; i < WeeklyCap.MOST; i++) {
      assertThat(cap.take(group, account, sunday.plusSeconds(61), paris)).isTrue();
    }
  }
}
