package org.colloque.server.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ARCHIVES;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member takes with them, and brings along somewhere else. */
class ArchiveTest {
  private static Rig rig;
  private static Remote far;
  private static int number;
  private Person alice;
  private Person bob;
  private RemotePerson zoe;
  private Browser browser;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  static void close() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void meet() {
    number++;
    alice = rig.local("alice" + number);
    bob = rig.local("bob" + number);
    zoe = far.person("zoe" + number);
    browser = SignedIn.browser(rig, alice);
  }

  private static JsonNode post(Person person, String path, String... fields) {
    Browser.Answer answer = person.app().post(path, fields);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String csv(Browser browser, String file) {
    Browser.Answer answer = browser.get(Paths.export(file));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(answer.header("content-disposition")).contains(file);
    return answer.text();
  }

  /** A canary in a private group, which stays there. */
  private String inAGroup() {
    Club club = Club.of(rig, "Canari", "canari" + number).with(alice, "member");
    String topic = club.topic(alice, "Un canari privé");
    post(alice, "/api/v1/statuses/" + topic + "/bookmark");
    post(alice, "/api/v1/statuses/" + topic + "/favourite");
    return topic;
  }

  private static Browser.Answer bring(Browser browser, String kind, String table) {
    String csrf = SignedIn.csrf(browser.get(Paths.SETTINGS_EXPORT));
    return browser.upload(
        "POST",
        Paths.SETTINGS_IMPORT,
        "file",
        "x.csv",
        table.getBytes(UTF_8),
        "csrf",
        csrf,
        "kind",
        kind);
  }

  @Test
  void tablesAreThoseOfMastodonAndAreReadByAnotherAccount() {
    inAGroup();
    String home = "@" + rig.host();
    post(
        alice,
        "/api/v1/accounts/" + bob.account() + "/follow",
        "notify",
        "true",
        "languages[]",
        "fr");
    String list = post(alice, "/api/v1/lists", "title", "Pairs, Lyon").path("id").asText();
    post(alice, "/api/v1/lists/" + list + "/accounts", "account_ids[]", bob.account().toString());
    Person loud = rig.local("loud" + number);
    Person bad = rig.local("bad" + number);
    post(alice, "/api/v1/accounts/" + loud.account() + "/mute", "notifications", "false");
    post(alice, "/api/v1/accounts/" + bad.account() + "/block");
    post(alice, "/api/v1/domain_blocks", "domain", "bad.example");
    JsonNode kept = post(bob, "/api/v1/statuses", "status", "worth keeping");
    post(alice, "/api/v1/statuses/" + kept.path("id").asText() + "/bookmark");
    Map<CsvKind, String> tables =
        Map.of(
            CsvKind.FOLLOWING,
            "Account address,Show boosts,Notify on new posts,Languages\r\n"
                + bob.username()
                + home
                + ",true,true,fr\r\n",
            CsvKind.LISTS,
            "\"Pairs, Lyon\"," + bob.username() + home + "\r\n",
            CsvKind.BLOCKING,
            bad.username() + home + "\r\n",
            CsvKind.MUTING,
            "Account address,Hide notifications\r\n" + loud.username() + home + ",false\r\n",
            CsvKind.DOMAIN_BLOCKING,
            "bad.example\r\n",
            CsvKind.BOOKMARKS,
            kept.path("uri").asText() + "\r\n");
    tables.forEach(
        (kind, table) -> assertThat(csv(browser, kind.file())).as(kind.file()).isEqualTo(table));
    Person carol = rig.local("carol" + number);
    Browser hers = SignedIn.browser(rig, carol);
    tables.forEach((kind, table) ->
        assertThat(bring(hers, kind.wire(), table).status()).as(kind.file()).isEqualTo(303));
    rig.runDueJobs();
    tables.forEach(
        (kind, table) -> assertThat(csv(hers, kind.file())).as(kind.file()).isEqualTo(table));
    assertThat(WebPage.open(hers, Paths.SETTINGS_EXPORT).document().text())
        .contains("1 of 1 done")
        .doesNotContain("failed");
  }

  @Test
  void whoLivesElsewhereIsLookedUpAndWhatCannotBeDoneIsTold() {
    String table =
        "Account address\n"
            + zoe.handle().replaceFirst("^@", "")
            + "\nnobody@"
            + rig.host()
            + "\nnot an address\n";
    assertThat(bring(browser, "following", table).status()).isEqualTo(303);
    rig.runDueJobs();
    assertThat(far.received("Follow")).hasSize(1);
    assertThat(WebPage.open(browser, Paths.SETTINGS_EXPORT).document().text())
        .contains("1 of 3 done", "2 lines failed", "nobody@" + rig.host(), "not an address");
  }

  @Test
  void whatIsNoTableIsRefusedWithWords() {
    assertThat(bring(browser, "following", "#uri\nhttps://far.example/1").text())
        .contains("This file cannot be read as such a table");
    for (String kind : new String[] {"bookmarks", "", "everything"}) {
      assertThat(bring(browser, kind, "").status()).as(kind).isEqualTo(422);
    }
    assertThat(WebPage.open(browser, Paths.SETTINGS_EXPORT).document().text())
        .doesNotContain("Brought along");
  }

  @Test
  void anArchiveHoldsWhatTheyWroteAndNothingOfGroups() throws IOException {
    String secret = inAGroup();
    String media =
        alice
            .app()
            .upload("POST", "/api/v2/media", "file", "a.png", png())
            .json()
            .path("id")
            .asText();
    for (int i = 0; i < WriteArchive.PORTION; i++) {
      post(alice, "/api/v1/statuses", "status", "post " + i, "visibility", "unlisted");
    }
    post(alice, "/api/v1/statuses", "status", "with a picture", "media_ids[]", media);
    JsonNode liked = post(bob, "/api/v1/statuses", "status", "well said");
    for (String mark : new String[] {"favourite", "bookmark", "reblog"}) {
      post(alice, "/api/v1/statuses/" + liked.path("id").asText() + "/" + mark);
    }
    assertThat(browser.get(Paths.SETTINGS_ARCHIVE_FILE).status()).isEqualTo(404);
    WebPage.open(browser, Paths.SETTINGS_EXPORT).send(Paths.SETTINGS_ARCHIVE, Map.of());
    assertThat(browser.get(Paths.SETTINGS_EXPORT).text()).contains("is being made");
    rig.runDueJobs();
    Browser.Answer answer = browser.get(Paths.SETTINGS_ARCHIVE_FILE);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/zip");
    Map<String, byte[]> entries = entries(answer.response().body());
    JsonNode outbox = json(entries, "outbox.json");
    assertThat(outbox.path("type").asText()).isEqualTo("OrderedCollection");
    assertThat(outbox.path("totalItems").asInt()).isEqualTo(WriteArchive.PORTION + 2);
    assertThat(outbox.path("orderedItems")).hasSize(WriteArchive.PORTION + 2);
    assertThat(outbox.path("orderedItems").path(0).path("object").path("content").asText())
        .contains("post 0");
    JsonNode shared = outbox.path("orderedItems").path(WriteArchive.PORTION + 1);
    assertThat(shared.path("type").asText()).isEqualTo("Announce");
    String picture =
        outbox
            .path("orderedItems")
            .path(WriteArchive.PORTION)
            .path("object")
            .path("attachment")
            .path(0)
            .path("url")
            .asText();
    assertThat(ImageIO.read(new ByteArrayInputStream(entries.getOrDefault(picture, new byte[0]))))
        .isNotNull();
    String uri = liked.path("uri").asText();
    for (String marks : new String[] {"likes.json", "bookmarks.json"}) {
      JsonNode collection = json(entries, marks);
      assertThat(collection.path("orderedItems")).hasSize(1);
      assertThat(collection.path("orderedItems").path(0).asText()).isEqualTo(uri);
    }
    JsonNode actor = json(entries, "actor.json");
    assertThat(actor.path("preferredUsername").asText()).isEqualTo(alice.username());
    assertThat(actor.path("outbox").asText()).isEqualTo("outbox.json");
    entries.forEach((name, bytes) ->
        assertThat(new String(bytes, UTF_8)).as(name).doesNotContainIgnoringCase("canari", secret));
  }

  @Test
  void anArchiveIsItsMembersAloneAndEnds() throws IOException {
    WebPage.open(browser, Paths.SETTINGS_EXPORT).send(Paths.SETTINGS_ARCHIVE, Map.of());
    rig.runDueJobs();
    assertThat(SignedIn.browser(rig, bob).get(Paths.SETTINGS_ARCHIVE_FILE).status()).isEqualTo(404);
    assertThat(rig.anonymous().get(Paths.SETTINGS_ARCHIVE_FILE).status()).isEqualTo(303);
    assertThat(files()).isPositive();
    // a second wish changes nothing before the time of the first is over
    WebPage page = WebPage.open(browser, Paths.SETTINGS_EXPORT);
    assertThat(page.document().select("form[action=" + Paths.SETTINGS_ARCHIVE + "]")).isEmpty();
    rig.clock().advance(MakeArchives.KEPT.minusSeconds(1));
    rig.runDueJobs();
    Browser later = SignedIn.browser(rig, alice);
    assertThat(later.get(Paths.SETTINGS_ARCHIVE_FILE).status()).isEqualTo(200);
    rig.clock().advance(java.time.Duration.ofSeconds(1));
    assertThat(later.get(Paths.SETTINGS_ARCHIVE_FILE).status()).isEqualTo(404);
    rig.runDueJobs();
    assertThat(files()).isZero();
    assertThat(rig.kit().db().<Integer>as(Viewer.stranger(), tx -> tx.sql().fetchCount(ARCHIVES)))
        .isZero();
  }

  private static JsonNode json(Map<String, byte[]> entries, String name) {
    return Json.read(entries.getOrDefault(name, new byte[0]));
  }

  private static long files() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(rig.folder().resolve("archives"))) {
      return files.count();
    }
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    return file.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
