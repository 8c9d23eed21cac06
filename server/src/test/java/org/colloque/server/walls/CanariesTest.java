package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.colloque.server.Config;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.logging.Logs;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * A word of its own in everything that is private: none of them is in a log, a figure, an error, a
 * letter, a feed, a federated document or an answer to somebody else (reliability.md, C64, C65).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanariesTest {
  private final Map<String, String> canaries = new LinkedHashMap<>();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<String> values = new ArrayList<>();
  private Mailbox mailbox;
  private Rig rig;
  private Remote far;
  private RemotePerson zoe;
  private Person alice;
  private Person bob;
  private Person mallory;

  @BeforeAll
  void live() throws IOException {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    far = Remote.start("far");
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.DEBUG), Logs.Target.STANDARD_OUTPUT);
    lines.start();
    root().addAppender(lines);
    rig.owner("claire");
    alice = rig.local("alice");
    bob = rig.local("bob");
    mallory = rig.local("mallory");
    zoe = far.person("zoe");
    posts();
    relations();
    joining();
    rig.runDueJobs();
  }

  @AfterAll
  void stop() {
    root().detachAppender(lines);
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO), Logs.Target.STANDARD_OUTPUT);
    rig.close();
    far.close();
    mailbox.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** A word that stands nowhere else. */
  private String canary(String name) {
    return canaries.computeIfAbsent(
        name, _ -> "zzkanari" + canaries.size() + name.replaceAll("[^a-z]", "") + "zz");
  }

  private void posts() throws IOException {
    Browser app = alice.app();
    // somebody elsewhere hears of Alice, and follows her not
    assertThat(zoe.send(rig, zoe.activity("Like", rig.kit().urls().actor("alice")))).isEqualTo(202);
    String image = upload(canary("alternative text"));
    values.add(image);
    values.add(upload(canary("text of an upload")));
    String direct =
        post(
            "@bob " + canary("direct post"),
            "direct",
            "spoiler_text",
            canary("warning"),
            "media_ids[]",
            image);
    values.add(direct);
    app.form(
        "PUT",
        "/api/v1/statuses/" + direct,
        "status",
        "@bob " + canary("edited post"),
        "spoiler_text",
        canary("warning"),
        "media_ids[]",
        image);
    String followers = post(canary("followers post") + " #" + canary("hashtag"), "private");
    values.add(followers);
    String gone = post(canary("deleted post"), "direct");
    values.add(gone);
    app.delete("/api/v1/statuses/" + gone);
    bob.app()
        .post(
            "/api/v1/statuses",
            "status",
            "@alice " + canary("answer"),
            "visibility",
            "direct",
            "in_reply_to_id",
            direct);
    bob.app().post("/api/v1/statuses/" + direct + "/bookmark");
    values.add(alice.account().toString());
  }

  private String post(String text, String visibility, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text, "visibility", visibility));
    fields.addAll(List.of(more));
    JsonNode made =
        alice
            .app()
            .withHeader("Idempotency-Key", canary("idempotency key") + fields.hashCode())
            .post("/api/v1/statuses", fields.toArray(String[]::new))
            .json();
    assertThat(made.path("id").asText()).isNotEmpty();
    return made.path("id").asText();
  }

  private String upload(String description) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    return alice
        .app()
        .upload(
            "POST",
            "/api/v2/media",
            "file",
            canary("file name") + ".png",
            file.toByteArray(),
            "description",
            description)
        .json()
        .path("id")
        .asText();
  }

  private void relations() {
    alice.app().post("/api/v1/accounts/" + bob.account() + "/note", "comment", canary("note"));
    alice.app().get("/api/v2/search?q=" + canary("search"));
    canaries.put("token", alice.token());
    Browser browser = SignedIn.browser(rig, alice);
    canaries.put("password", SignedIn.PASSWORD);
    canaries.put("session", browser.cookie(rig.instance().rooms().doorkeeper().cookieName()));
    canaries.put("e-mail", "alice@mail.example");
    rig.anonymous()
        .withHeader("User-Agent", canary("user agent"))
        .post("/sign-in", "email", canary("typed address"), "password", canary("wrong password"));
    rig.anonymous().post("/password/reset", "email", canary("forgotten") + "@mail.example");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .signIn()
                    .users()
                    .invite()
                    .create(tx, bob.account(), 1, null, canary("invitation")));
  }

  private void joining() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance().rooms().settings().change(tx, Map.of("registrations", "approval")));
    Browser.Answer joined =
        rig.anonymous()
            .post(
                "/sign-up",
                "username",
                "newcomer",
                "email",
                canary("address") + "@mail.example",
                "password",
                canary("new password"),
                "reason",
                canary("reason"),
                "agreement",
                "true");
    assertThat(joined.status()).as(joined.text()).isEqualTo(200);
    values.add("newcomer");
  }

  private void silent(String where, String text) {
    List<String> sung = new ArrayList<>();
    canaries.forEach((name, word) -> {
      if (text.contains(word)) {
        sung.add(name);
      }
    });
    assertThat(sung).as(where).isEmpty();
  }

  @Test
  void c64NoAnswerToSomebodyElseHasAPrivateWord() {
    Browser session = SignedIn.browser(rig, mallory);
    int asked = 0;
    for (Route route : rig.instance().rooms().routes()) {
      if (!route.method().isSafe() || route.pattern().startsWith("/api/v1/streaming")) {
        continue;
      }
      for (String value : Walker.hasParameter(route.pattern()) ? values : List.of("")) {
        String path = filled(route.pattern(), value);
        for (Browser browser : List.of(rig.anonymous(), mallory.app(), session)) {
          Browser.Answer answer = browser.get(path);
          silent(path, answer.text() + answer.response().headers());
          asked++;
        }
        if (!route.access().isApi()) {
          Browser.Answer answer = zoe.read(rig, rig.base() + path);
          silent("federated " + path, answer.text() + answer.response().headers());
        }
      }
    }
    assertThat(asked).isGreaterThan(500);
    for (String path :
        List.of(
            "/api/v1/timelines/tag/" + canary("hashtag").substring(0, 5),
            "/api/v2/search?q=zzkanari",
            "/api/v1/accounts/search?q=zzkanari",
            "/api/v1/accounts/lookup?acct=alice",
            "/api/v1/statuses?id[]=" + String.join("&id[]=", values),
            "/.well-known/webfinger?resource=acct:alice@" + rig.host())) {
      silent(path, mallory.app().get(path).text());
      silent(path, rig.anonymous().get(path).text());
    }
  }

  private static String filled(String pattern, String value) {
    String named =
        value.matches("\\d+")
            ? pattern.replace("/users/:name/", "/users/alice/").replace("@:handle/", "@alice/")
            : pattern;
    return named.replace("@:handle", "@alice").replaceAll("[:*][a-z_]+", value);
  }

  /** What is done to them answers nothing of them either. */
  @Test
  void c64NoErrorHasAPrivateWord() {
    for (Route route : rig.instance().rooms().routes()) {
      boolean acts = !route.method().isSafe() && route.access() instanceof Access.ApiUser;
      if (acts && Walker.hasParameter(route.pattern())) {
        for (String value : values) {
          String path = filled(route.pattern(), value);
          silent(path, mallory.app().form(route.method().name(), path, "status", "x").text());
        }
      }
    }
  }

  @Test
  void c64NoFigureAndNoLetterHasAPrivateWord() {
    silent("figures", rig.anonymous().get("/metrics").text());
    for (Mailbox.Letter letter : mailbox.letters()) {
      boolean toStaff = letter.to().startsWith("claire");
      Map<String, String> hidden = new LinkedHashMap<>(canaries);
      // who decides about a request reads it; whoever is written to is named on the envelope
      hidden.remove("reason");
      hidden.remove("address");
      hidden.forEach((name, word) ->
          assertThat(letter.text() + letter.subject())
              .as("%s to %s %s", name, letter.to(), toStaff)
              .doesNotContain(word));
    }
    assertThat(mailbox.letters()).isNotEmpty();
  }

  @Test
  void c64NothingPrivateWasSentToAnotherServer() {
    rig.runDueJobs();
    far.received().forEach(received -> silent(received.path(), received.activity().toString()));
    far.requests(zoe.uri()).forEach(request -> silent("a question", request.toString()));
  }

  @Test
  void c65NoLineOfTheLogHasAPrivateWord() {
    rig.anonymous().get("/api/v1/notifications?access_token=" + alice.token());
    rig.anonymous().get("/search?q=" + canary("search"));
    List<ILoggingEvent> heard = new ArrayList<>(lines.list);
    assertThat(heard).hasSizeGreaterThan(50);
    for (ILoggingEvent line : heard) {
      if (line.getLoggerName().startsWith("org.colloque") || isOurs(line)) {
        silent(line.getLoggerName(), line.getFormattedMessage());
      }
    }
  }

  /** The other servers of this process log what they receive: that is theirs. */
  private static boolean isOurs(ILoggingEvent line) {
    return !line.getLoggerName().startsWith("com.icegreen")
        && !line.getLoggerName().startsWith("org.eclipse.jetty")
        && !line.getLoggerName().startsWith("com.github.tomakehurst")
        && !line.getLoggerName().startsWith("WireMock");
  }
}
