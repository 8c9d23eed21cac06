package org.colloque.server.leaks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.server.Config;
import org.colloque.server.leaks.Canaries.Word;
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
  /** People of one quarter, among whom its groups are made: histories at once share none. */
  private static final int SETTLERS = 9;

  final Canaries canaries = new Canaries();
  final Rig rig;
  final Remote far;

  /** Follows whoever lives here, and is followed. */
  final RemotePerson zoe;

  /** A member of the instance who is in no group. */
  final Person eve;

  /** Owns the instance and is in no group. */
  final Person claire;

  /** Looks after the instance too, and breaks the glass of a group now and then. */
  final Person gustave;

  final Mailbox mailbox = new Mailbox();
  final Ears ears;

  private final List<Word> logged = new CopyOnWriteArrayList<>();
  private final Listener listener = new Listener();
  private final Map<Person, Seat> seats = new ConcurrentHashMap<>();
  private final AtomicInteger people = new AtomicInteger();
  private final Object jobs = new Object();
  private final int jobsEach;
  private int jobsAskedFor;

  /**
   * @param jobsEach of so many times that jobs are to run they do once
   */
  Village(int jobsEach) {
    this.jobsEach = jobsEach;
    rig = Rig.start(mailbox.config());
    far = Remote.start("far");
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.DEBUG), Logs.Target.STANDARD_OUTPUT);
    // so much is read here and not printed
    root().detachAndStopAllAppenders();
    listener.start();
    root().addAppender(listener);
    claire = rig.owner("claire");
    gustave = rig.owner("gustave");
    eve = rig.local("eve");
    zoe = far.person("zoe");
    ears = new Ears(rig, canaries);
    for (String stream : List.of("user", "public", "public/local", "hashtag?tag=medicine")) {
      ears.open(eve, stream);
    }
  }

  /** Keeps what is private in lines of ours, and no more: the others are too many. */
  private final class Listener extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent line) {
      if (line.getLoggerName().startsWith("org.colloque")
          || line.getLoggerName().startsWith("org.jooq")
          || line.getLoggerName().startsWith("com.zaxxer")) {
        logged.addAll(canaries.heardIn(line.getFormattedMessage(), Canaries.ANY));
      }
    }
  }

  /** What of all that is private stood in the log, at its finest. */
  List<Word> logged() {
    return List.copyOf(logged);
  }

  /** People who make groups with each other. */
  final class Quarter {
    private final Deque<Person> settlers = new ArrayDeque<>();

    /** Somebody whom Zoe follows, perhaps of other groups too. */
    Person settler() {
      if (settlers.size() < SETTLERS) {
        Person person = rig.local("settler" + people.incrementAndGet());
        zoe.send(rig, zoe.activity("Follow", rig.kit().urls().actor(person.username())));
        settlers.add(person);
      }
      Person next = settlers.removeFirst();
      settlers.addLast(next);
      return next;
    }
  }

  /** Jobs of one process do not run twice at once. */
  void runDueJobs() {
    synchronized (jobs) {
      if (jobsAskedFor++ % jobsEach == 0) {
        rig.runDueJobs();
      }
    }
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
    return seats.computeIfAbsent(person, one -> sit(rig, one));
  }

  static Seat sit(Rig rig, Person person) {
    Browser browser = rig.anonymous().withHeader("Cookie", rig.session(person));
    return new Seat(browser, SignedIn.csrf(browser.get("/settings/profile")));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    ears.close();
    root().detachAppender(listener);
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO), Logs.Target.STANDARD_OUTPUT);
    rig.close();
    far.close();
    mailbox.close();
  }
}
