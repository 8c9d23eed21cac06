package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import org.colloque.server.remote.FollowerDigest;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.Test;

/** With a post goes which of its author's followers we count on that server (FEP-8fcf). */
class SentFollowersTest extends Neighbours {
  private static final String FIELD = "Collection-Synchronization";

  private LoggedRequest create(Remote at) {
    return at.received("Create").getFirst().request();
  }

  private String expected(List<String> followers) {
    String actor = uri(alice);
    return "collectionId=\"%s/followers\", url=\"%s/followers_synchronization\", digest=\"%s\""
        .formatted(actor, actor, FollowerDigest.of(followers));
  }

  @Test
  void theDigestIsTheVectorOfTheProposal() {
    assertThat(
            FollowerDigest.of(
                List.of(
                    "https://testing.example.org/users/1", "https://testing.example.org/users/2")))
        .isEqualTo("c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f");
  }

  @Test
  void eachServerIsToldOfItsOwnFollowersUnderTheSignature() throws Exception {
    RemotePerson second1 = person(second, "follower");
    RemotePerson second2 = person(second, "also");
    follow(second1, alice);
    follow(second2, alice);
    for (String visibility : List.of("private", "unlisted", "public")) {
      forget();
      say("to those who follow", visibility);
      assertThat(create(first).getHeader(FIELD)).isEqualTo(expected(List.of(fan.uri())));
      assertThat(create(second).getHeader(FIELD))
          .isEqualTo(expected(List.of(second2.uri(), second1.uri())));
      SentSignature.check(create(first), rig, uri(alice));
      assertThat(create(first).getHeader("Signature")).contains("collection-synchronization");
    }
  }

  @Test
  void whoIsMerelyMentionedHearsOfNoFollowersNorDoesAnythingButAPostTell() {
    say("@" + named.handle() + " hello", "public");
    assertThat(create(second).containsHeader(FIELD)).isFalse();
    forget();
    say("@" + fan.handle() + " hello", "direct");
    assertThat(create(first).containsHeader(FIELD)).isFalse();
    forget();
    edit(say("first words", "private"), "second words");
    assertThat(first.received("Update").getFirst().request().containsHeader(FIELD)).isFalse();
  }
}
