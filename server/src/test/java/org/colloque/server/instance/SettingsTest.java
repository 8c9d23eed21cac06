package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private Rig rig;
  private Settings settings;

  @BeforeEach
  void start() {
    rig = Rig.start();
    settings = rig.instance().rooms().settings();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Map<String, Fault> change(Map<String, String> texts) {
    return rig.kit().db().as(Viewer.stranger(), tx -> settings.change(tx, texts));
  }

  private boolean changeRules(String... rules) {
    return rig.kit().db().as(Viewer.stranger(), tx -> settings.changeRules(tx, List.of(rules)));
  }

  @Test
  void aChangeIsSeenAtOnceAndKept() {
    assertThat(settings.current()).isEqualTo(InstanceSettings.defaults());
    assertThat(change(Map.of("title", " Cardio \"Nord\" ", "registrations", "closed"))).isEmpty();
    assertThat(settings.current().title()).isEqualTo("Cardio \"Nord\"");
    assertThat(settings.current().registrations()).isEqualTo(RegistrationMode.CLOSED);
    assertThat(change(Map.of("languages", "fr, en br"))).isEmpty();
    rig.restart();
    InstanceSettings kept = rig.instance().rooms().settings().current();
    assertThat(kept.title()).isEqualTo("Cardio \"Nord\"");
    assertThat(kept.languages()).containsExactly("fr", "en", "br");
  }

  @Test
  void anotherProcessHearsOfIt() {
    Settings other = new Settings(rig.kit(), new FederationPolicy(rig.kit()));
    assertThat(other.current().title()).isEqualTo("Colloque");
    change(Map.of("title", "Other"));
    Awaitility.await().untilAsserted(() -> assertThat(other.current().title()).isEqualTo("Other"));
  }

  @Test
  void whatIsWrongIsNamedAndNothingIsChanged() {
    rig.local("alice");
    Map<String, Fault> faults =
        change(
            Map.of(
                "title", " ",
                "short_description", "x".repeat(201),
                "registrations", "sometimes",
                "contact_email", "nobody",
                "contact_account", "bob",
                "languages", "klingon",
                "source_url", "ftp://code.example",
                "colour", "red"));
    assertThat(faults)
        .containsOnly(
            Map.entry("title", Fault.BLANK),
            Map.entry("short_description", Fault.TOO_LONG),
            Map.entry("registrations", Fault.INCLUSION),
            Map.entry("contact_email", Fault.INVALID),
            Map.entry("contact_account", Fault.INVALID),
            Map.entry("languages", Fault.INVALID),
            Map.entry("source_url", Fault.INVALID),
            Map.entry("colour", Fault.INCLUSION));
    assertThat(settings.current()).isEqualTo(InstanceSettings.defaults());
    assertThat(change(Map.of("contact_account", "Alice"))).isEmpty();
    assertThat(change(Map.of("title", "x".repeat(80), "short_description", "x".repeat(200))))
        .isEmpty();
    assertThat(change(Map.of("title", "x".repeat(81)))).containsKey("title");
    assertThat(change(Map.of("title", "a\u0007b"))).containsEntry("title", Fault.INVALID);
  }

  @Test
  void theAddressOfTheSourceCodeIsOneOfTheWeb() {
    String longest = "https://" + "x".repeat(InstanceSettings.MAX_SOURCE_URL - 8);
    assertThat(change(Map.of("source_url", longest))).isEmpty();
    for (String bad : List.of(longest + "x", "javascript:alert(1)", "https://", "code.example")) {
      assertThat(change(Map.of("source_url", bad))).as(bad).containsKey("source_url");
    }
    assertThat(settings.current().sourceUrl()).isEqualTo(longest);
  }

  @Test
  void aRuleKeepsItsIdAsLongAsItsWords() {
    assertThat(changeRules("Be kind", " ", "No patient data")).isTrue();
    List<Rule> first = settings.rules();
    assertThat(first).extracting(Rule::text).containsExactly("Be kind", "No patient data");
    assertThat(changeRules("No patient data", "Cite your sources")).isTrue();
    List<Rule> second = settings.rules();
    assertThat(second)
        .extracting(Rule::text)
        .containsExactly("No patient data", "Cite your sources");
    assertThat(second.getFirst().id()).isEqualTo(first.getLast().id());
    assertThat(changeRules("x".repeat(Rule.MAX_LENGTH))).isTrue();
    assertThat(changeRules("x".repeat(Rule.MAX_LENGTH + 1))).isFalse();
    String[] many = new String[Rule.MAX_RULES + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = "Rule " + i;
    }
    assertThat(changeRules(many)).isFalse();
    assertThat(settings.rules()).hasSize(1);
  }
}
