package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.colloque.server.board.Club;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group is heard by its members as a list, until the moment in which they are none (C49). */
class GroupStreamsTest {
  private Streamed house;
  private Person claire;
  private Person karim;
  private Person eve;
  private Club club;

  @BeforeEach
  void start() {
    house = new Streamed();
    claire = house.rig().local("claire");
    karim = house.rig().local("karim");
    eve = house.rig().local("eve");
    club =
        Club.of(house.rig(), "Groupe des Lilas", "lilas")
            .with(claire, "organiser")
            .with(karim, "member");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private Ear ear(Person person) {
    Ear ear = Ear.open(house.rig(), person.token(), "");
    for (String stream : new String[] {"user", "public", "public:local"}) {
      ear.subscribe(stream);
    }
    return ear;
  }

  private String list() {
    return Long.toString(club.id());
  }

  @Test
  void membersHearWhatIsPostedEditedAndDeleted() {
    try (Ear his = ear(karim).subscribe("list", "list", list());
        Ear others = ear(eve)) {
      String topic = club.topic(claire, "Sujet");
      assertThat(his.await("update", "list", list()).path("id").asText()).isEqualTo(topic);
      claire.app().form("PUT", "/api/v1/statuses/" + topic, "status", "Sujet changé");
      assertThat(his.await("status.update", "list", list()).path("content").asText())
          .contains("Sujet changé");
      claire.app().delete("/api/v1/statuses/" + topic);
      his.await(frame -> frame.path("event").asText().equals("delete"));
      // a post for all comes last: whatever else there was came before it
      String open = house.postId(claire, "status", "pour tous");
      assertThat(others.await("update", "public").path("id").asText()).isEqualTo(open);
      assertThat(others.await("update", "public:local").path("id").asText()).isEqualTo(open);
      assertThat(others.rest()).isEmpty();
    }
  }

  @Test
  void whoIsRemovedHearsNothingMore() {
    try (Ear his = ear(karim).subscribe("list", "list", list());
        Ear hers = Ear.open(house.rig(), claire.token(), "").subscribe("list", "list", list())) {
      club.without(karim);
      String topic = club.topic(claire, "Après son départ");
      assertThat(hers.await("update", "list", list()).path("id").asText()).isEqualTo(topic);
      claire.app().delete("/api/v1/statuses/" + topic);
      hers.await(frame -> frame.path("event").asText().equals("delete"));
      house.postId(claire, "status", "pour tous");
      his.await("update", "public");
      his.await("update", "public:local");
      assertThat(his.rest()).isEmpty();
    }
  }

  @Test
  void nobodyElseCanListen() {
    try (Ear hers = Ear.open(house.rig(), eve.token(), "")) {
      hers.subscribe("list", "list", list());
      hers.await(frame -> frame.path("error").asText().contains("Not authorized"));
    }
  }
}
