package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.instance.RegistrationMode;
import org.colloque.server.kit.Fault;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetUpOwnerTest {
  private static final String PASSWORD = "correct horse battery";
  private static final Map<String, String> SETTINGS =
      Map.of("title", "Cardio Nord", "short_description", "Hearts", "registrations", "open");

  private Rig rig;
  private SetUpOwner setUp;

  @BeforeEach
  void start() {
    rig = Rig.start();
    setUp = rig.instance().rooms().signIn().users().setUpOwner();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String token() {
    return setUp.link().substring("/setup/".length());
  }

  private SetUpOwner.Outcome use(String token) {
    return setUp.setUp(token, "admin", "claire@mail.example", PASSWORD, "fr", SETTINGS);
  }

  @Test
  void theLinkNamesTheInstanceAndMakesItsOwnerOnce() {
    assertThat(setUp.isNeeded()).isTrue();
    String token = token();
    assertThat(setUp.isAlive(token)).isTrue();
    SetUpOwner.Outcome outcome = use(token);
    assertThat(outcome).isInstanceOf(SetUpOwner.Outcome.Done.class);
    User owner = ((SetUpOwner.Outcome.Done) outcome).owner();
    assertThat(owner.role()).isEqualTo("owner");
    assertThat(owner.confirmed() && owner.approved()).isTrue();
    assertThat(rig.instance().rooms().settings().current().title()).isEqualTo("Cardio Nord");
    assertThat(rig.instance().rooms().settings().current().registrations())
        .isEqualTo(RegistrationMode.OPEN);
    assertThat(setUp.isNeeded()).isFalse();
    assertThat(use(token)).isEqualTo(new SetUpOwner.Outcome.DeadLink());
    assertThat(use(token())).isEqualTo(new SetUpOwner.Outcome.DeadLink());
  }

  @Test
  void aForgedOldOrReplacedLinkIsDead() {
    String first = token();
    String second = token();
    assertThat(use(first)).isEqualTo(new SetUpOwner.Outcome.DeadLink());
    assertThat(use("")).isEqualTo(new SetUpOwner.Outcome.DeadLink());
    rig.clock().advance(Duration.ofDays(30));
    assertThat(use(second)).isEqualTo(new SetUpOwner.Outcome.DeadLink());
    assertThat(setUp.isNeeded()).isTrue();
  }

  @Test
  void whatIsWrongIsNamedAndTheLinkLivesOn() {
    String token = token();
    SetUpOwner.Outcome outcome =
        setUp.setUp(token, "a b", "nobody", "short", "en", Map.of("title", ""));
    assertThat(outcome)
        .isEqualTo(
            new SetUpOwner.Outcome.Faulty(
                new Faults(
                    Map.of(
                        "title", Fault.BLANK,
                        "username", Fault.INVALID,
                        "email", Fault.INVALID,
                        "password", Fault.TOO_SHORT))));
    assertThat(use(token)).isInstanceOf(SetUpOwner.Outcome.Done.class);
  }

  @Test
  void ofManyAtOnceOneBecomesOwner() throws Exception {
    String token = token();
    List<Callable<SetUpOwner.Outcome>> attempts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "owner" + i;
      attempts.add(
          () -> setUp.setUp(token, name, name + "@mail.example", PASSWORD, "en", SETTINGS));
    }
    int done = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<SetUpOwner.Outcome> attempt : threads.invokeAll(attempts)) {
        done += attempt.get() instanceof SetUpOwner.Outcome.Done ? 1 : 0;
      }
    }
    assertThat(done).isEqualTo(1);
  }

  @Test
  void whereThereArePeopleNothingIsToBeSetUp() {
    String token = token();
    rig.local("alice");
    assertThat(setUp.isNeeded()).isFalse();
    assertThat(setUp.isAlive(token)).isFalse();
    assertThat(use(token)).isEqualTo(new SetUpOwner.Outcome.DeadLink());
  }
}
