package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.colloque.server.Config;
import org.colloque.server.database.Viewer;
import org.colloque.server.logging.Logs;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No secret is in a dump of the database or in the log: reliability.md, C55, C65. */
class SecretsAtRestTest {
  @Test
  void nothingThatOpensADoorIsStoredOrLogged() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    List<String> secrets;
    String dump;
    try (Mailbox mailbox = new Mailbox();
        Rig rig = Rig.start(mailbox.config())) {
      lines.start();
      Logs.configure(
          new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.DEBUG),
          Logs.Target.STANDARD_OUTPUT);
      ((Logger) LoggerFactory.getLogger("com.icegreen")).setLevel(Level.WARN);
      root.addAppender(lines);
      secrets = live(rig, mailbox);
      dump = dump(rig);
    } finally {
      Logs.configure(
          new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO), Logs.Target.STANDARD_OUTPUT);
      root.detachAppender(lines);
    }
    String log =
        String.join("\n", new ArrayList<>(lines.list).stream().map(Object::toString).toList());
    assertThat(log).as("the log was heard").contains("POST /sign-in 303");
    assertThat(dump).as("the dump has what it should").contains("alice@mail.example");
    for (String secret : secrets) {
      assertThat(secret).hasSizeGreaterThan(11);
      assertThat(dump.contains(secret) || dump.contains(hex(secret))).as("in the dump").isFalse();
      assertThat(lines.list.stream().filter(line -> line.getFormattedMessage().contains(secret)))
          .as("in the log")
          .extracting(ILoggingEvent::getLoggerName)
          .isEmpty();
    }
  }

  /** Uses every door, and gives all that was needed to open them. */
  private static List<String> live(Rig rig, Mailbox mailbox) {
    UserVerbs users = rig.instance().rooms().signIn().users();
    Person alice = rig.local("alice");
    Person owner = rig.owner("claire");
    List<String> secrets = new ArrayList<>(List.of(SignedIn.PASSWORD, alice.token()));
    secrets.add(users.setUpOwner().link().substring("/setup/".length()));
    Browser browser = SignedIn.browser(rig, alice);
    secrets.add(browser.cookie(rig.sessionCookie()));
    JsonNode app =
        rig.anonymous().post("/api/v1/apps", "client_name", "x", "redirect_uris", "a:b").json();
    secrets.add(app.get("client_secret").asText());
    String question =
        "/oauth/authorize?response_type=code&redirect_uri=a:b&client_id="
            + app.get("client_id").asText();
    String location =
        browser
            .post(question, "csrf", SignedIn.csrf(browser.get(question)), "decision", "allow")
            .header("location");
    secrets.add(location.replaceFirst(".*code=([^&]*).*", "$1"));
    users.resetPassword().request("alice@mail.example", "here");
    // the letter waits, and is not read by anybody yet
    String waiting = dump(rig);
    rig.runDueJobs();
    String link = mailbox.last().link();
    secrets.add(link.substring(link.indexOf('=') + 1));
    assertThat(waiting).doesNotContain(secrets.getLast(), hex(secrets.getLast()));
    secrets.add(
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx -> users.invite().create(tx, owner.account(), 1, null, "").code()));
    String factor = users.enableTotp().newSecret();
    secrets.add(factor);
    byte[] bytes = Totp.secret(factor).orElseThrow();
    String code = Totp.code(bytes, rig.clock().instant().getEpochSecond() / Totp.STEP_SECONDS);
    secrets.addAll(
        ((EnableTotp.Outcome.Enabled)
                users.enableTotp().enable(alice.user(), 0, SignedIn.PASSWORD, factor, code))
            .codes());
    secrets.add("BEGIN PRIVATE KEY");
    rig.anonymous().get("/api/v1/notifications?access_token=" + alice.token());
    return secrets;
  }

  /** Every row of every table as text; bytes as hexadecimal digits. */
  private static String dump(Rig rig) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx -> {
              StringBuilder all = new StringBuilder();
              for (var table :
                  tx.sql()
                      .fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                      .getValues(0, String.class)) {
                tx.sql()
                    .fetch("SELECT t::text FROM " + table + " t")
                    .getValues(0, String.class)
                    .forEach(row -> all.append(row).append('\n'));
              }
              return all.toString();
            });
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
