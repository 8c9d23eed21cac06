package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much there can be of groups and in them: to the last one that is allowed, and no further. */
class GroupLimitsTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  @BeforeEach
  void clear() {
    circle.clear();
  }

  /** Does it {@code most} times, and then once more in vain. */
  private static void upTo(int most, Person person, String code, Consumer<Tx> deed) {
    circle.as(
        person,
        tx -> {
          for (int i = 0; i < most; i++) {
            deed.accept(tx);
          }
        });
    assertThat(circle.refusal(person, deed)).isEqualTo(code);
  }

  @Test
  void oneMemberOrganisesSoManyGroups() {
    Person person = circle.somebody();
    upTo(
        CreateGroup.MOST_ORGANISED,
        person,
        "too_many_organised",
        tx ->
            circle
                .verbs()
                .create()
                .create(tx, Circle.caller(person, "member"), Map.of("name", "One more")));
  }

  @Test
  void oneMemberIsInSoManyGroups() {
    Person person = circle.somebody();
    for (int i = 0; i < Registrar.MOST_MEMBERSHIPS; i++) {
      GroupId group = group();
      circle.enrol(group, person, Role.OBSERVER);
    }
    GroupId last = group();
    Registrar registrar = new Registrar(circle.rig().kit());
    assertThat(
            circle.refusal(
                person,
                tx ->
                    registrar.enrol(
                        tx,
                        registrar.enterFromOutside(tx, last).orElseThrow(),
                        person.account(),
                        Role.MEMBER,
                        null,
                        null)))
        .isEqualTo("too_many_groups");
  }

  private static GroupId group() {
    Registrar registrar = new Registrar(circle.rig().kit());
    GroupId[] made = new GroupId[1];
    circle.as(
        Who.ORGANISER,
        tx ->
            made[0] =
                registrar.found(
                    tx,
                    circle.account(Who.ORGANISER),
                    GroupDetails.defaults().with(Map.of("name", "Many"))));
    return made[0];
  }

  @Test
  void soManyInvitationsAreOpen() {
    GroupId group = circle.group("Invitations");
    Person organiser = circle.person(Who.ORGANISER);
    upTo(
        InviteToGroup.MOST_OPEN,
        organiser,
        "too_many_invitations",
        tx ->
            circle
                .verbs()
                .invite()
                .byLink(
                    tx,
                    organiser.account(),
                    group,
                    InviteToGroup.As.of(Role.MEMBER),
                    InviteToGroup.LONGEST_LINK));
  }

  @Test
  void aBoardHasSoManyCategories() {
    GroupId group = circle.group("Categories");
    Person organiser = circle.person(Who.ORGANISER);
    int[] number = new int[1];
    upTo(
        ChangeCategories.MOST - 5,
        organiser,
        "too_many_categories",
        tx ->
            circle
                .verbs()
                .categories()
                .add(tx, organiser.account(), group, "Category " + number[0]++));
  }

  @Test
  void aCategoryHasAShortNameOfItsOwn() {
    GroupId group = circle.group("Names");
    Person organiser = circle.person(Who.ORGANISER);
    String longest = "é".repeat(ChangeCategories.MAX_NAME);
    assertThat(category(organiser, group, longest)).isEmpty();
    for (String name :
        new String[] {
          longest + "é", "", " ", longest.toUpperCase(java.util.Locale.ROOT), "a\u0007b"
        }) {
      assertThat(category(organiser, group, name)).as(name).isEqualTo("bad_category");
    }
  }

  private static String category(Person organiser, GroupId group, String name) {
    return circle.refusal(
        organiser, tx -> circle.verbs().categories().add(tx, organiser.account(), group, name));
  }

  @Test
  void whoAsksToJoinIsBrief() {
    GroupId group = circle.group("Brief", "visibility", "listed");
    Person person = circle.somebody();
    String longest = "é".repeat(RequestToJoin.MAX_MESSAGE);
    assertThat(ask(person, group, longest + "é")).isEqualTo("long_message");
    assertThat(ask(person, group, longest)).isEmpty();
  }

  private static String ask(Person person, GroupId group, String message) {
    return circle.refusal(
        person, tx -> circle.verbs().request().ask(tx, person.account(), group, message));
  }

  @Test
  void seatsCannotBeFewerThanThoseWhoSitThere() {
    GroupId group = circle.group("Seats", "seats", "4");
    for (int i = 0; i < 3; i++) {
      circle.enrol(group, circle.somebody(), Role.MEMBER);
    }
    Person organiser = circle.person(Who.ORGANISER);
    assertThat(seats(organiser, group, "3")).isEqualTo("too_few_seats");
    assertThat(seats(organiser, group, "4")).isEmpty();
  }

  private static String seats(Person organiser, GroupId group, String seats) {
    return circle.refusal(
        organiser,
        tx ->
            circle.verbs().change().change(tx, organiser.account(), group, Map.of("seats", seats)));
  }
}
