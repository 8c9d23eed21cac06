package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.colloque.migrations.Tables.GROUPS;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.jspecify.annotations.Nullable;

/**
 * A rig with people, and groups in which there is somebody of each role. Everybody acts through the
 * verbs in a transaction of their own.
 */
final class Circle implements AutoCloseable {
  /** Who looks at a group: a role in it, or none. */
  enum Who {
    ORGANISER,
    MODERATOR,
    MEMBER,
    GUEST,
    OBSERVER,
    GLASS,
    /** Was a member until a moment ago. */
    FORMER,
    OUTSIDER,
    /** Owns the instance and is no member. */
    ADMIN;

    boolean isIn() {
      return switch (this) {
        case ORGANISER, MODERATOR, MEMBER, GUEST, OBSERVER, GLASS -> true;
        case FORMER, OUTSIDER, ADMIN -> false;
      };
    }
  }

  private final Rig rig = Rig.start();
  private final Map<Who, Person> people = new HashMap<>();
  private final Map<Person, Browser> browsers = new HashMap<>();
  private int more;

  Circle() {
    for (Who who : Who.values()) {
      String name = who.name().toLowerCase(java.util.Locale.ROOT);
      people.put(who, who == Who.ADMIN ? rig.owner(name) : rig.local(name));
    }
  }

  Rig rig() {
    return rig;
  }

  GroupVerbs verbs() {
    return rig.instance().rooms().groups().verbs();
  }

  Person person(Who who) {
    return Objects.requireNonNull(people.get(who));
  }

  AccountId account(Who who) {
    return person(who).account();
  }

  /** All groups are gone: nobody is in so many that they may be in no more. */
  void clear() {
    rig.kit().db().<Integer>seeingAll(tx -> tx.sql().deleteFrom(GROUPS).execute());
  }

  /** Somebody who is in no group yet. */
  Person somebody() {
    return rig.local("somebody" + more++);
  }

  /** A browser in which {@code person} is signed in. */
  Browser browser(Person person) {
    return browsers.computeIfAbsent(person, one -> SignedIn.browser(rig, one));
  }

  /** A secret group with nobody in it but its organiser. */
  GroupId group(String name, String... details) {
    Map<String, String> texts = new HashMap<>(Map.of("name", name));
    for (int i = 0; i < details.length; i += 2) {
      texts.put(details[i], details[i + 1]);
    }
    Person organiser = person(Who.ORGANISER);
    return rig.kit()
        .db()
        .as(
            Viewer.of(organiser.account()),
            tx -> verbs().create().create(tx, caller(organiser, "member"), texts));
  }

  /** A secret group with somebody of each role, and somebody who was there and was removed. */
  GroupId full(String name, String... details) {
    GroupId group = group(name, details);
    enrol(group, person(Who.MODERATOR), Role.MODERATOR);
    enrol(group, person(Who.MEMBER), Role.MEMBER);
    enrol(group, person(Who.GUEST), Role.GUEST);
    enrol(group, person(Who.OBSERVER), Role.OBSERVER);
    enrol(group, person(Who.GLASS), Role.GLASS);
    enrol(group, person(Who.FORMER), Role.MEMBER);
    as(
        Who.ORGANISER,
        tx -> verbs().leave().remove(tx, account(Who.ORGANISER), group, account(Who.FORMER)));
    return group;
  }

  void enrol(GroupId group, Person person, Role role) {
    Registrar registrar = new Registrar(rig.kit());
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                registrar.enrol(
                    tx,
                    registrar.enterFromOutside(tx, group).orElseThrow(),
                    person.account(),
                    role,
                    null,
                    role == Role.GUEST || role == Role.GLASS
                        ? rig.kit().now().plus(Duration.ofHours(1))
                        : null));
  }

  void as(Who who, Consumer<Tx> work) {
    as(person(who), work);
  }

  void as(Person person, Consumer<Tx> work) {
    rig.kit().db().doAs(Viewer.of(person.account()), work);
  }

  /** What became of it: 200, or the status of the problem. */
  int outcome(Person person, Consumer<Tx> work) {
    Throwable thrown = catchThrowable(() -> as(person, work));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(ProblemException.class);
    }
    return thrown instanceof ProblemException problem ? problem.status() : 200;
  }

  /** The code of the refusal, empty when it was done. */
  String refusal(Person person, Consumer<Tx> work) {
    Throwable thrown = catchThrowable(() -> as(person, work));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(ProblemException.class);
    }
    return thrown instanceof ProblemException problem
        ? Refusal.of(problem).map(Refusal::code).orElse("" + problem.status())
        : "";
  }

  @Nullable Role role(GroupId group, Person person) {
    return rig.kit()
        .db()
        .<@Nullable Role>as(
            Viewer.of(person.account()),
            tx ->
                GroupQueries.member(tx.sql(), group, person.account())
                    .map(MemberOf::role)
                    .orElse(null));
  }

  List<GroupEvent> log(GroupId group) {
    return rig.kit()
        .db()
        .seeingAll(tx -> GroupLog.page(tx.sql(), group, Long.MAX_VALUE, 1_000))
        .reversed();
  }

  List<String> kinds(GroupId group) {
    return log(group).stream().map(GroupEvent::kind).toList();
  }

  static Caller.Member caller(Person person, String role) {
    return new Caller.Member(person.user(), person.account(), person.username(), role);
  }

  @Override
  public void close() {
    rig.close();
  }
}
