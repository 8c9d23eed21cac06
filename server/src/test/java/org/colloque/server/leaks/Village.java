package org.colloque.server.leaks;

import static org.colloque.migrations.Tables.SESSIONS;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.server.Config;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.logging.Logs;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.slf4j.LoggerFactory;

/**
 * An instance, those on it who are in no group, a server beside it, and all that is heard there.
 */
final class Village implements AutoCloseable {
  private static final int SETTLERS = 12;

  final Canaries canaries = new Canaries();
  final Rig rig;
  final Remote far;

  /** Follows whoever lives here, and is followed. */
  final RemotePerson zoe;

  /** A member of the instance who is in no group. */
  final Person eve;

  /** Owns the instance and is in no group. */
  final Person claire;

  final Mailbox mailbox = new Mailbox();

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Listener listener = new Listener();
  private final HttpClient streams = HttpClient.newHttpClient();
  private final List<String> streamed = new CopyOnWriteArrayList<>();
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Deque<Person> settlers = new ArrayDeque<>();
  private final Map<Person, Seat> seats = new HashMap<>();
  private int people;

  Village() {
    rig = Rig.start(mailbox.config());
    far = Remote.start("far");
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.DEBUG), Logs.Target.STANDARD_OUTPUT);
    listener.start();
    root().addAppender(listener);
    claire = rig.owner("claire");
    eve = rig.local("eve");
    zoe = far.person("zoe");
    for (String stream : List.of("user", "public", "public/local", "hashtag?tag=medicine")) {
      listen("/api/v1/streaming/" + stream);
    }
  }

  /** Eve hears whatever streams give her; she keeps what is private of it. */
  private void listen(String stream) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rig.base() + stream))
            .header("Authorization", "Bearer " + eve.token())
            .build();
    Thread.ofVirtual()
        .start(() -> {
          try {
            streams
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .forEach(line -> heard(stream, line));
          } catch (IOException | UncheckedIOException | InterruptedException ended) {
            closed.incrementAndGet();
          }
        });
  }

  private void heard(String stream, String line) {
    events.incrementAndGet();
    canaries.heardIn(line, Canaries.ANY).forEach(word -> streamed.add(stream + ": " + word));
  }

  /** What was private in streams of somebody who is in no group. */
  List<String> streamed() {
    return List.copyOf(streamed);
  }

  /** Lines of streams that were looked through, if all of them are still open. */
  int events() {
    return closed.get() == 0 ? events.get() : -1;
  }

  /** Keeps what is private in lines of ours, and no more: the others are too many. */
  private final class Listener extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent line) {
      if (line.getLoggerName().startsWith("org.colloque")
          || line.getLoggerName().startsWith("org.jooq")
          || line.getLoggerName().startsWith("com.zaxxer")) {
        Set<String> heard = canaries.heardIn(line.getFormattedMessage(), Canaries.ANY);
        if (!heard.isEmpty()) {
          logged.add(line.getLoggerName() + ": " + heard);
        }
      }
    }
  }

  /** Lines of the log in which something private stood. */
  List<String> logged() {
    return List.copyOf(logged);
  }

  /** Somebody whom Zoe follows, perhaps of other groups too. */
  Person settler() {
    if (settlers.size() < SETTLERS) {
      Person person = rig.local("settler" + people++);
      zoe.send(rig, zoe.activity("Follow", rig.kit().urls().actor(person.username())));
      settlers.add(person);
    }
    Person next = settlers.removeFirst();
    settlers.addLast(next);
    return next;
  }

  /** A browser in which {@code person} is signed in, and the token of its forms. */
  record Seat(Browser browser, String csrf) {
    Browser.Answer send(String path, String... fields) {
      String[] all = java.util.Arrays.copyOf(fields, fields.length + 2);
      all[fields.length] = "csrf";
      all[fields.length + 1] = csrf;
      return browser.post(path, all);
    }
  }

  Seat seat(Person person) {
    return seats.computeIfAbsent(person, this::sit);
  }

  private Seat sit(Person person) {
    Kit kit = rig.kit();
    String cookie = kit.secrets().newToken();
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .insertInto(SESSIONS)
                    .set(SESSIONS.ID, kit.ids().next())
                    .set(SESSIONS.TOKEN_HASH, Secrets.hash(cookie))
                    .set(SESSIONS.USER_ID, person.user().value())
                    .set(SESSIONS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
                    .set(SESSIONS.LAST_USED_AT, kit.now().atOffset(ZoneOffset.UTC))
                    .set(
                        SESSIONS.EXPIRES_AT,
                        kit.now().plus(Duration.ofDays(300)).atOffset(ZoneOffset.UTC))
                    .execute());
    Browser browser = rig.anonymous().withHeader("Cookie", rig.sessionCookie() + "=" + cookie);
    return new Seat(browser, SignedIn.csrf(browser.get("/settings/profile")));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    streams.shutdownNow();
    root().detachAppender(listener);
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO), Logs.Target.STANDARD_OUTPUT);
    rig.close();
    far.close();
    mailbox.close();
  }
}
