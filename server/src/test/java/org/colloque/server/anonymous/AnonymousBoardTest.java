package org.colloque.server.anonymous;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.migrations.Tables;
import org.colloque.server.board.Club;
import org.colloque.server.board.Club.Visitor;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody may learn of who wrote without a name, and what its author alone can do. */
class AnonymousBoardTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Pattern SECRET =
      Pattern.compile("id=\"secret-once\"[^>]*value=\"([^\"]+)\"");

  private final List<Escrow.Keys> keys = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private Rig rig;
  private Club club;
  private Visitor organiser;
  private Visitor author;
  private Visitor reader;

  @BeforeEach
  void open() {
    rig = Rig.start();
    club = Club.of(rig, "Groupe des Lilas", "lilas");
    for (String name : List.of("claire", "karim", "lea", "marc", "nora")) {
      Person person = rig.local(name);
      people.add(person);
      club.with(person, name.equals("claire") ? "organiser" : "member");
    }
    organiser = Visitor.of(rig, people.get(0));
    author = Visitor.of(rig, people.get(1));
    reader = Visitor.of(rig, people.get(2));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String path() {
    return club.path() + "/anonymous";
  }

  private void entrust() {
    String[] fields = new String[14];
    fields[0] = "threshold";
    fields[1] = "2";
    for (int i = 1; i <= 3; i++) {
      Escrow.Keys made = Escrow.newKeys();
      keys.add(made);
      fields[4 * i - 2] = "name" + i;
      fields[4 * i - 1] = "Dépositaire " + i;
      fields[4 * i] = "key" + i;
      fields[4 * i + 1] = made.open();
    }
    assertThat(organiser.send(path() + "/trustees", fields).status()).isEqualTo(303);
  }

  private String ask(Visitor who, String text) {
    Browser.Answer sent = who.send(path(), "text", text);
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    return secret(sent);
  }

  private static String secret(Browser.Answer page) {
    Matcher found = SECRET.matcher(page.text());
    assertThat(found.find()).as("the secret is shown").isTrue();
    return found.group(1);
  }

  private void nextBatch() {
    Instant now = rig.kit().now();
    rig.clock().advance(Duration.between(now, Batches.next(now, PARIS)));
    rig.runDueJobs();
  }

  private String question() {
    Matcher found = Pattern.compile("/anonymous/(\\d+)/answers").matcher(reader.get(path()).text());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void withoutTrusteesOrWithFewMembersNothingIsWritten() {
    assertThat(author.send(path(), "text", "Trop tôt").status()).isEqualTo(422);
    entrust();
    club.without(people.get(4));
    assertThat(author.send(path(), "text", "Trop peu").status()).isEqualTo(422);
    club.with(people.get(4), "member");
    ask(author, "Juste assez");
  }

  @Test
  void aPostAppearsWithItsBatchAndBearsItsTime() {
    entrust();
    ask(author, "J’ai oublié une allergie");
    assertThat(author.get(path()).text()).doesNotContain("oublié une allergie");
    assertThat(reader.get(path()).text()).doesNotContain("oublié une allergie");
    Instant batch = Batches.next(rig.kit().now(), PARIS);
    rig.clock().advance(Duration.between(rig.kit().now(), batch.minusSeconds(1)));
    rig.runDueJobs();
    assertThat(reader.get(path()).text()).doesNotContain("oublié une allergie");
    nextBatch();
    assertThat(reader.get(path()).text())
        .contains("oublié une allergie")
        .doesNotContain("karim", "@karim\"");
    var row =
        rig.kit()
            .db()
            .as(
                Viewer.of(people.get(2).account()),
                tx -> tx.sql().selectFrom(Tables.ANONYMOUS_POSTS).fetchSingle());
    assertThat(row.getAppearsAt().toInstant()).isEqualTo(batch);
    assertThat(row.getAccountId()).isNull();
  }

  @Test
  void nothingInTheDatabaseLeadsToTheAuthorButTheEscrow() {
    entrust();
    String secret = ask(author, "Une question kanarianonyme");
    String karim = people.get(1).account().toString();
    // waiting, and after it has appeared
    for (int round = 0; round < 2; round++) {
      String rows =
          rig.kit()
              .db()
              .<String>seeingAll(tx -> {
                StringBuilder all = new StringBuilder();
                for (String table :
                    List.of("anonymous_posts", "anonymous_hides", "anonymous_boards")) {
                  all.append(tx.sql().fetch("SELECT * FROM " + table).formatJSON());
                }
                return all.toString();
              });
      assertThat(rows).contains("kanarianonyme").doesNotContain(karim, "karim", secret);
      assertThat(rows).doesNotContain("\"created");
      nextBatch();
    }
    String elsewhere =
        rig.kit()
            .db()
            .<String>seeingAll(tx ->
                tx.sql().fetch("SELECT * FROM notifications").formatJSON()
                    + tx.sql().fetch("SELECT * FROM group_log").formatJSON()
                    + tx.sql().fetch("SELECT * FROM idempotency_keys").formatJSON()
                    + tx.sql().fetch("SELECT * FROM group_drafts").formatJSON()
                    + tx.sql().fetch("SELECT * FROM statuses").formatJSON());
    assertThat(elsewhere).doesNotContain("kanarianonyme");
  }

  @Test
  void theTrusteesTogetherLearnTheAuthorAndEveryMemberIsTold() {
    entrust();
    ask(author, "Une question");
    nextBatch();
    String escrowOf = path() + "/" + question() + "/escrow";
    String reason = "Réquisition du parquet du 3 novembre";
    assertThat(author.send(escrowOf, "reason", reason).status()).isEqualTo(403);
    assertThat(organiser.send(escrowOf, "reason", "court").status()).isEqualTo(422);
    Browser.Answer handed = organiser.send(escrowOf, "reason", reason);
    assertThat(handed.status()).isEqualTo(200);
    byte[] escrow = handed.text().getBytes(StandardCharsets.UTF_8);
    List<String> shares =
        keys.stream().limit(2).map(key -> Escrow.share(escrow, key.secret())).toList();
    assertThat(Escrow.open(escrow, shares).author()).isEqualTo(people.get(1).account().value());
    assertThat(reader.get("/notifications").text()).contains("parquet du 3 novembre");
    assertThat(reader.get(club.path() + "/log").text()).contains("parquet du 3 novembre");
  }

  @Test
  void itsSecretAloneTakesItBackOrAddsToIt() {
    entrust();
    String waiting = ask(author, "Encore en attente");
    String secret = ask(author, "Ma question");
    assertThat(reader.send(path() + "/take-back", "secret", "no such").status()).isEqualTo(422);
    assertThat(author.send(path() + "/take-back", "secret", waiting).status()).isEqualTo(303);
    nextBatch();
    String page = reader.get(path()).text();
    assertThat(page).contains("Ma question").doesNotContain("Encore en attente");
    String answers = path() + "/" + question() + "/answers";
    assertThat(reader.send(answers, "text", "Je suis l’auteur", "secret", "x").status())
        .isEqualTo(422);
    Browser.Answer added = author.send(answers, "text", "Merci à tous", "secret", secret);
    assertThat(added.status()).as(added.text()).isEqualTo(200);
    assertThat(reader.send(answers, "text", "Cela m’est arrivé", "named", "1").status())
        .isEqualTo(303);
    assertThat(reader.get(path()).text()).contains("Cela m’est arrivé").contains("@lea");
    nextBatch();
    assertThat(reader.get(path()).text()).contains("Merci à tous").contains("The one who asked");
    assertThat(author.send(path() + "/take-back", "secret", secret).status()).isEqualTo(303);
    assertThat(reader.get(path()).text()).doesNotContain("Ma question", "Merci à tous");
  }

  @Test
  void threeAWeekAndNoLongerThanTheLimit() {
    entrust();
    String most = "é".repeat(PostAnonymously.MAX_CHARACTERS);
    assertThat(author.send(path(), "text", most + "é").status()).isEqualTo(422);
    assertThat(author.send(path(), "text", "  ").status()).isEqualTo(422);
    ask(author, most);
    ask(author, "Deux");
    ask(author, "Trois");
    assertThat(author.send(path(), "text", "Quatre").status()).isEqualTo(429);
    ask(reader, "Une autre personne");
  }

  @Test
  void twoMembersOrOneWhoModeratesHideAPost() {
    entrust();
    ask(author, "Déplacé");
    nextBatch();
    String hide = path() + "/" + question() + "/hide";
    reader.send(hide);
    reader.send(hide);
    assertThat(author.get(path()).text()).contains("Déplacé");
    Visitor.of(rig, people.get(3)).send(hide);
    assertThat(author.get(path()).text()).doesNotContain("Déplacé");
    ask(author, "Encore déplacé");
    nextBatch();
    organiser.send(path() + "/" + question() + "/hide");
    assertThat(author.get(path()).text()).doesNotContain("Encore déplacé");
  }

  @Test
  void othersGuestsAndAppsFindNothing() {
    entrust();
    ask(author, "Question kanari");
    nextBatch();
    Person eve = rig.local("eve");
    Person guest = rig.local("invite");
    club.with(guest, "guest");
    for (Person who : List.of(eve, guest)) {
      Visitor visitor = Visitor.of(rig, who);
      assertThat(visitor.get(path()).status()).isEqualTo(404);
      assertThat(visitor.send(path(), "text", "x").status()).isEqualTo(404);
      assertThat(visitor.send(path() + "/take-back", "secret", "x").status()).isEqualTo(404);
    }
    int seen =
        rig.kit()
            .db()
            .as(Viewer.of(eve.account()), tx -> tx.sql().fetchCount(Tables.ANONYMOUS_POSTS));
    assertThat(seen).isZero();
    assertThat(people.get(1).app().get("/api/v1/timelines/list/" + club.id()).text())
        .doesNotContain("kanari");
    assertThat(reader.get(club.path() + "/search?q=kanari").text())
        .doesNotContain("Question kanari");
  }

  @Test
  void whatWaitsIsSeenByNobodyAndChangedByNobody() {
    entrust();
    ask(author, "En attente");
    for (Person person : people) {
      Viewer viewer = Viewer.of(person.account());
      assertThat(
              rig.kit().db().<Integer>as(viewer, tx -> tx.sql().fetchCount(Tables.ANONYMOUS_POSTS)))
          .isZero();
      assertThat(
              rig.kit()
                  .db()
                  .<Integer>as(
                      viewer,
                      tx ->
                          tx.sql()
                              .update(Tables.ANONYMOUS_POSTS)
                              .set(
                                  Tables.ANONYMOUS_POSTS.APPEARS_AT,
                                  rig.kit().now().atOffset(ZoneOffset.UTC))
                              .execute()))
          .isZero();
    }
  }
}
