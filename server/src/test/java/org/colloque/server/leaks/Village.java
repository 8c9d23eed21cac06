package org.colloque.server.leaks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.calendar.CalendarAddress;
import org.colloque.server.database.Viewer;
import org.colloque.server.leaks.Canaries.Word;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Guest;
import org.colloque.server.rig.LogBook;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;

/**
 * An instance, those on it who are in no group, a server beside it, and all that is heard there.
 */
final class Village implements AutoCloseable {
  /** People of one quarter, among whom its groups are made: histories at once share none. */
  private static final int SETTLERS = 9;

  /** People of another instance who come to a quarter. */
  private static final int GUESTS = 2;

  /** Of so many settlers one has a device. */
  private static final int WITH_DEVICE = 3;

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
  final Devices devices;

  private final List<Word> logged = new CopyOnWriteArrayList<>();
  private final LogBook book;
  private final Map<AccountId, Seat> seats = new ConcurrentHashMap<>();
  private final Map<Person, String> calendars = new ConcurrentHashMap<>();
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
    book = new LogBook(line -> logged.addAll(canaries.heardIn(line, Canaries.ANY)));
    claire = rig.owner("claire");
    gustave = rig.owner("gustave");
    eve = rig.local("eve");
    zoe = far.person("zoe");
    ears = new Ears(rig, canaries);
    devices = new Devices(canaries);
    devices.give(eve);
    for (String stream : List.of("user", "public", "public/local", "hashtag?tag=medicine")) {
      ears.open(eve, stream);
    }
  }

  /** What of all that is private stood in the log, at its finest. */
  List<Word> logged() {
    return List.copyOf(logged);
  }

  /** People who make groups with each other. */
  final class Quarter {
    private final Deque<Person> settlers = new ArrayDeque<>();
    private final Deque<Guest> guests = new ArrayDeque<>();

    /** Somebody whom Zoe follows, perhaps of other groups too. */
    Person settler() {
      if (settlers.size() < SETTLERS) {
        Person person = rig.local("settler" + people.incrementAndGet());
        zoe.send(rig, zoe.activity("Follow", rig.kit().urls().actor(person.username())));
        if (settlers.size() % WITH_DEVICE == 0) {
          devices.give(person);
        }
        settlers.add(person);
      }
      Person next = settlers.removeFirst();
      settlers.addLast(next);
      return next;
    }

    /** Somebody of another instance, perhaps a guest of other groups too. */
    Guest guest() {
      if (guests.size() < GUESTS) {
        guests.add(Guest.of(rig, "guest" + people.incrementAndGet(), far.host()));
      }
      Guest next = guests.removeFirst();
      guests.addLast(next);
      return next;
    }

    List<Guest> guests() {
      return List.copyOf(guests);
    }

    /** Everybody of it. */
    List<AccountId> people() {
      return Stream.concat(
              settlers.stream().map(Person::account), guests.stream().map(Guest::account))
          .toList();
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
    return seats.computeIfAbsent(person.account(), _ -> sit(rig, person));
  }

  /** Signed in anew when the session of before has ended: with a membership, or after a week. */
  Seat seat(Guest guest) {
    Seat known = seats.get(guest.account());
    if (known != null && known.browser().get(Paths.GROUPS).status() == 200) {
      return known;
    }
    Browser.Answer page = guest.signIn().browser().get(Paths.GROUPS);
    Seat fresh = new Seat(guest.browser(), SignedIn.csrf(page));
    seats.put(guest.account(), fresh);
    return fresh;
  }

  /** Path of the calendar of a member. */
  String calendar(Person person) {
    return calendars.computeIfAbsent(
        person,
        one ->
            rig.kit()
                .db()
                .as(Viewer.stranger(), tx -> new CalendarAddress(rig.kit()).renew(tx, one.user()))
                .substring(rig.base().length()));
  }

  static Seat sit(Rig rig, Person person) {
    Browser browser = rig.anonymous().withHeader("Cookie", rig.session(person));
    return new Seat(browser, SignedIn.csrf(browser.get("/settings/profile")));
  }

  @Override
  public void close() {
    ears.close();
    book.close();
    rig.close();
    devices.close();
    far.close();
    mailbox.close();
  }
}
