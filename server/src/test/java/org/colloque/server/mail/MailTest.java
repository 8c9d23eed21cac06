package org.colloque.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.OUTGOING_MAILS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "username", "alice",
          "link", "http://localhost:1/confirm?token=abc",
          "hours", "48",
          "minutes", "30",
          "contact", "owner@mail.example",
          "email", "bob@mail.example",
          "reason", "<script>alert(1)</script>\n\n{link}",
          "news", "one thing",
          "unsubscribe", "http://localhost:1/unsubscribe/1.digest/abc",
          "instance", "Cardio & \"Nord\"\r\nBcc: everybody@evil.example");
  private static final EmailAddress ALICE = EmailAddress.parse("alice@mail.example").orElseThrow();

  private Mailbox mailbox;
  private Rig rig;

  @BeforeEach
  void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
  }

  @AfterEach
  void stop() {
    rig.close();
    mailbox.close();
  }

  private PostOffice office() {
    return new PostOffice(rig.kit(), rig.instance().rooms().settings());
  }

  private void post(String locale) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> office().post(tx, Letter.CONFIRM_EMAIL, ALICE, locale, VALUES));
  }

  private int waiting() {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(OUTGOING_MAILS));
  }

  @Test
  void aLetterArrivesInTheReadersLanguage() {
    post("fr");
    post("en");
    rig.runDueJobs();
    List<Mailbox.Letter> letters = mailbox.letters();
    assertThat(letters).extracting(Mailbox.Letter::to).containsOnly("alice@mail.example");
    assertThat(letters.getFirst().subject()).isEqualTo("Confirmez votre adresse pour Colloque");
    assertThat(letters.getFirst().text()).contains("Bonjour alice", "à vous").doesNotContain("{");
    assertThat(letters.getLast().subject()).isEqualTo("Confirm your address for Colloque");
    assertThat(letters.getLast().link()).isEqualTo("/confirm?token=abc");
    assertThat(letters.getLast().raw())
        .contains("From: Colloque <" + Mailbox.FROM + ">", "Auto-Submitted: auto-generated");
    assertThat(waiting()).isZero();
  }

  @Test
  void whatWasRolledBackIsNotSent() {
    assertThatThrownBy(() ->
            rig.kit()
                .db()
                .doAs(
                    Viewer.stranger(),
                    tx -> {
                      office().post(tx, Letter.CONFIRM_EMAIL, ALICE, "en", VALUES);
                      throw new IllegalStateException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    rig.runDueJobs();
    assertThat(mailbox.letters()).isEmpty();
  }

  @Test
  void whatWaitsCannotBeReadInTheDatabase() {
    post("en");
    byte[] sealed =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx -> tx.sql().selectFrom(OUTGOING_MAILS).fetchSingle().getSealed());
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain("alice", "token", "abc");
  }

  @Test
  void aLetterWaitsForAServerThatIsDownAndIsDroppedInTheEnd() {
    mailbox.goDown();
    post("en");
    rig.runDueJobs();
    assertThat(waiting()).isEqualTo(1);
    for (int attempt = 1; attempt < MailWorker.ATTEMPTS; attempt++) {
      assertThat(waiting()).as("after attempt %d", attempt).isEqualTo(1);
      rig.clock().advance(MailWorker.FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
      rig.runDueJobs();
    }
    assertThat(waiting()).isZero();
  }

  @Test
  void aLetterSurvivesARestartAndIsSentOnce() {
    post("en");
    rig.restart();
    rig.runDueJobs();
    rig.clock().advance(Duration.ofDays(2));
    rig.runDueJobs();
    assertThat(mailbox.letters()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Letter.class)
  void noValueCanActInAHeaderOrAsMarkup(Letter letter) {
    for (Locale locale : List.of(Locale.FRENCH, Locale.ENGLISH)) {
      Mail mail = letter.write("alice@mail.example", locale, VALUES, Map.of());
      assertThat(mail.subject()).doesNotContain("\n", "\r").doesNotContain("{");
      assertThat(mail.html()).doesNotContain("<script").contains("Cardio &amp; &quot;Nord&quot;");
      assertThat(mail.text()).doesNotContain("{username}", "{instance}");
    }
  }

  @Test
  void theInstancesNameIsInTheSenderOnlyWhenItNeedsNoQuoting() {
    assertThat(MailWorker.senderName("Médecins d’Île-de-France 75"))
        .isEqualTo("Médecins d’Île-de-France 75");
    assertThat(MailWorker.senderName("A <b@c.example>")).isEmpty();
    assertThat(MailWorker.senderName("a\r\nBcc: b")).isEmpty();
    assertThat(MailWorker.senderName("a, b")).isEmpty();
  }

  @Test
  void withoutAMailServerNothingIsKept() {
    try (Rig silent = Rig.start()) {
      PostOffice office = new PostOffice(silent.kit(), silent.instance().rooms().settings());
      assertThat(office.isOpen()).isFalse();
      silent
          .kit()
          .db()
          .doAs(
              Viewer.stranger(), tx -> office.post(tx, Letter.CONFIRM_EMAIL, ALICE, "en", VALUES));
      assertThat(
              silent
                  .kit()
                  .db()
                  .as(Viewer.stranger(), tx -> tx.sql().fetchCount(OUTGOING_MAILS))
                  .intValue())
          .isZero();
    }
  }
}
