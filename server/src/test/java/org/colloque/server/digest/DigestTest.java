package org.colloque.server.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.board.Club;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters come when they were asked for, say nothing private, and end with one press. */
class DigestTest {
  private static final String CANARY = "canari-7f3a";
  private static final Pattern UNSUBSCRIBE = Pattern.compile("<http://localhost:\\d+(/[^>]*)>");

  private Mailbox mailbox;
  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeEach
  void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterEach
  void stop() {
    rig.close();
    mailbox.close();
  }

  private void bobSays(String text) {
    assertThat(bob.app().post("/api/v1/statuses", "status", text, "spoiler_text", CANARY).status())
        .isEqualTo(200);
  }

  private List<Mailbox.Letter> letters() {
    // the one writes, the other sends
    rig.runDueJobs();
    rig.runDueJobs();
    return mailbox.letters().stream().filter(letter -> letter.to().startsWith("alice")).toList();
  }

  private void wants(String... kinds) {
    Browser browser = SignedIn.browser(rig, alice);
    Map<String, String> typed = new HashMap<>();
    for (String kind : kinds) {
      typed.put("mail-" + kind, "on");
    }
    assertThat(WebPage.open(browser, Paths.SETTINGS_MAIL).send(Paths.SETTINGS_MAIL, typed).status())
        .isEqualTo(303);
  }

  /** Just after the next Monday at seven. */
  private void nextMonday() {
    Instant next = SendDigests.lastMonday(rig.kit().now()).plus(Duration.ofDays(7));
    rig.clock().advance(Duration.between(rig.kit().now(), next.plus(Duration.ofHours(2))));
  }

  private static String unsubscribe(Mailbox.Letter letter) {
    Matcher header = UNSUBSCRIBE.matcher(letter.raw().replaceAll("\r\n\\s+", ""));
    assertThat(header.find()).isTrue();
    return header.group(1);
  }

  @Test
  void onMondayALetterSaysHowMuchWaitsAndNotWhat() {
    nextMonday();
    assertThat(letters()).isEmpty();
    bobSays("@alice " + CANARY);
    assertThat(letters()).isEmpty();
    nextMonday();
    Mailbox.Letter letter = letters().getLast();
    assertThat(letter.text()).contains("notification").contains("/home");
    assertThat(letter.raw())
        .doesNotContain(CANARY, "bob")
        .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        .contains("List-Id:")
        .contains("Auto-Submitted: auto-generated");
    assertThat(letters()).hasSize(1);
    assertThat(letter.text()).contains("one unread notification");
    // that somebody asks her into a group is one more, of which nobody else sees anything
    Browser.Answer group = bob.app().post("/api/colloque/v1/groups", "name", CANARY);
    String invites = "/api/colloque/v1/groups/" + group.json().path("id").asText() + "/invites";
    assertThat(bob.app().post(invites, "handle", "alice").status()).isEqualTo(200);
    nextMonday();
    assertThat(letters()).hasSize(2);
    assertThat(letters().getLast().text()).contains("2 unread notifications");
    assertThat(letters().getLast().raw()).doesNotContain(CANARY, "bob");
  }

  private void ofGroups(String what, String... kinds) {
    Map<String, String> typed = new HashMap<>(Map.of("groups", what));
    for (String kind : kinds) {
      typed.put("mail-" + kind, "on");
    }
    Browser browser = SignedIn.browser(rig, alice);
    assertThat(WebPage.open(browser, Paths.SETTINGS_MAIL).send(Paths.SETTINGS_MAIL, typed).status())
        .isEqualTo(303);
  }

  @Test
  void ofGroupsALetterSaysWhatTheMemberChoseAndNothingWhenTheyLeft() {
    Club club = Club.of(rig, CANARY, "lilas").with(alice, "member").with(bob, "member");
    String topic = club.topic(alice, "Lundi");
    club.reply(bob, topic, CANARY + " **un**");
    nextMonday();
    Mailbox.Letter weekly = letters().getLast();
    assertThat(weekly.text()).contains("one thing new in your groups");
    assertThat(weekly.raw()).doesNotContain(CANARY, "bob");
    ofGroups("count", "groups");
    club.reply(bob, topic, CANARY + " deux");
    bobSays("@alice outside");
    Mailbox.Letter soon = letters().getLast();
    assertThat(soon.text()).contains("one thing new in your groups").doesNotContain("mention");
    assertThat(soon.raw()).doesNotContain(CANARY, "bob").contains("One-Click");
    ofGroups("words", "groups");
    rig.clock().advance(SendNotices.PAUSE);
    club.reply(bob, topic, CANARY + " trois");
    assertThat(letters().getLast().text()).contains("bob, " + CANARY + ": " + CANARY + " trois");
    // who leaves hears nothing of what waits
    int before = letters().size();
    rig.clock().advance(SendNotices.PAUSE);
    club.reply(bob, topic, "quatre");
    club.without(alice);
    assertThat(letters()).hasSize(before);
    nextMonday();
    assertThat(letters().stream().skip(before).toList())
        .noneMatch(letter -> letter.text().contains("groups"));
  }

  @Test
  void onePressEndsTheWeeklyLetter() {
    bobSays("@alice hello");
    nextMonday();
    String path = unsubscribe(letters().getLast());
    assertThat(rig.anonymous().get(path).status()).isEqualTo(200);
    Browser.Answer pressed = rig.anonymous().post(path, "List-Unsubscribe", "One-Click");
    assertThat(pressed.status()).isEqualTo(200);
    nextMonday();
    assertThat(letters()).hasSize(1);
    assertThat(rig.anonymous().post(path + "x", "List-Unsubscribe", "One-Click").status())
        .isEqualTo(404);
    assertThat(rig.anonymous().get(path.replace("digest", "notice")).status()).isEqualTo(404);
  }

  @Test
  void lookingAtTheAddressChangesNothingAndItsFormDoes() {
    bobSays("@alice hello");
    nextMonday();
    String path = unsubscribe(letters().getLast());
    WebPage page = WebPage.open(rig.anonymous(), path);
    nextMonday();
    assertThat(letters()).hasSize(2);
    assertThat(page.send(path, Map.of()).header("location")).isEqualTo(path + "?done=1");
    assertThat(rig.anonymous().get(path + "?done=1").status()).isEqualTo(200);
    nextMonday();
    assertThat(letters()).hasSize(2);
  }

  @Test
  void whatAMemberChoseIsToldSoonAndTogether() {
    bobSays("@alice before she asked");
    wants("mention");
    assertThat(letters()).isEmpty();
    bobSays("@alice one " + CANARY);
    bobSays("@alice two");
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    rig.clock().advance(Duration.ofMinutes(2));
    Mailbox.Letter letter = letters().getLast();
    assertThat(letter.text()).contains("2 mentions").doesNotContain("follower");
    assertThat(letter.raw()).doesNotContain(CANARY, "bob");
    bobSays("@alice three");
    rig.clock().advance(Duration.ofMinutes(2));
    assertThat(letters()).hasSize(1);
    rig.clock().advance(SendNotices.PAUSE);
    assertThat(letters()).hasSize(2);
    rig.anonymous().post(unsubscribe(letters().getLast()), "List-Unsubscribe", "One-Click");
    bobSays("@alice four");
    rig.clock().advance(SendNotices.PAUSE.multipliedBy(2));
    assertThat(letters()).hasSize(2);
  }

  @Test
  void whoHasReadItAlreadyGetsNoLetter() {
    wants("mention");
    bobSays("@alice one");
    assertThat(SignedIn.browser(rig, alice).get(Paths.NOTIFICATIONS).status()).isEqualTo(200);
    rig.clock().advance(Duration.ofMinutes(2));
    assertThat(letters()).isEmpty();
  }
}
