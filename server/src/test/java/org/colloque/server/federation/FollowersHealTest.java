package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;

import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** What was lost between two instances is found with the next post (FEP-8fcf), on either side. */
class FollowersHealTest extends TwoInstances {
  /** As if the process had died at the worst moment, or a backup had been played back. */
  private static void lose(Rig rig) {
    int lost = sql(rig, sql -> sql.deleteFrom(DELIVERIES).execute());
    assertThat(lost).isPositive();
  }

  @Test
  void anUnfollowThatWasLostIsSaidAgain() {
    follow(alice, bob);
    ok(alice.app().post("/api/v1/accounts/" + accountId(north, bob) + "/unfollow"));
    lose(north);
    settle();
    assertThat(follows(south, alice, bob)).isTrue();
    say(bob, "for my followers", "visibility", "private");
    assertThat(follows(south, alice, bob)).isFalse();
    assertThat(follows(north, alice, bob)).isFalse();
  }

  @Test
  void aFollowerWhoWasRemovedUnheardFollowsNoMore() {
    Person carol = carol();
    follow(carol, alice);
    follow(bob, alice);
    ok(alice.app().post("/api/v1/accounts/" + accountId(north, bob) + "/remove_from_followers"));
    lose(north);
    settle();
    assertThat(follows(south, bob, alice)).isTrue();
    say(alice, "for my followers", "visibility", "private");
    assertThat(follows(south, bob, alice)).isFalse();
    assertThat(follows(south, carol, alice)).isTrue();
  }
}
