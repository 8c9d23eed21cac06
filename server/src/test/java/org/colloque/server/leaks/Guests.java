package org.colloque.server.leaks;

import static org.colloque.migrations.Tables.MEMBERSHIPS;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Guest;
import org.colloque.server.rig.Person;

/** What people of another instance do in a group, by its pages: they have no app. */
final class Guests {
  private final Village village;
  private final Village.Quarter quarter;
  private final Board board;
  private final int life;
  private final String id;
  private final String group;
  private final List<Guest> inside = new ArrayList<>();
  private Random random = new Random(0);

  /**
   * @param life by which the words of the group are known
   * @param group its number
   */
  Guests(Village village, Village.Quarter quarter, Board board, int life, String group) {
    this.village = village;
    this.quarter = quarter;
    this.board = board;
    this.life = life;
    this.id = group;
    this.group = "/groups/" + group;
  }

  void drawFrom(Random next) {
    random = next;
  }

  /** Of the guests of the quarter, those who are not in this group: they are in others, or were. */
  List<Guest> outside() {
    return quarter.guests().stream().filter(guest -> !inside.contains(guest)).toList();
  }

  boolean areIn(AccountId who) {
    return inside.stream().anyMatch(guest -> guest.account().equals(who));
  }

  /** Notes who is in it no longer: they were removed, left, or their time is over. */
  void look() {
    inside.removeIf(guest -> !isIn(guest));
  }

  private boolean isIn(Guest guest) {
    return village
        .rig
        .kit()
        .db()
        .<Boolean>seeingAll(tx ->
            tx.sql()
                .fetchExists(
                    MEMBERSHIPS,
                    MEMBERSHIPS.ACCOUNT_ID.eq(guest.account().value()),
                    MEMBERSHIPS.GROUP_ID.eq(Long.parseLong(id))));
  }

  private Answer act(Guest guest, String path, String... fields) {
    return Life.done(village.seat(guest).send(path, fields));
  }

  /** Somebody comes by a link of {@code host}, who may not be allowed to make one. */
  void come(Person host) {
    List<String> fields = new ArrayList<>(List.of("role", "guest", "days", "1"));
    if (random.nextBoolean()) {
      var today = village.rig.kit().now().atOffset(ZoneOffset.UTC).toLocalDate();
      fields.addAll(List.of("until", today.plusDays(random.nextInt(2)).toString()));
    }
    String url =
        Life.done(
                host.app().post(Life.GROUPS + "/" + id + "/invites", fields.toArray(String[]::new)))
            .json()
            .path("url")
            .asText();
    Guest guest = quarter.guest();
    if (!url.isEmpty() && !inside.contains(guest)) {
      if (act(guest, URI.create(url).getPath()).header("location").equals(group)) {
        inside.add(guest);
      }
    }
  }

  void write() {
    if (inside.isEmpty()) {
      return;
    }
    Guest guest = any();
    Village.Seat seat = village.seat(guest);
    String text = village.canaries.in(life, "a guest's text");
    if (random.nextBoolean()) {
      String title = village.canaries.in(life, "a guest's title");
      String category = board.category(seat.browser());
      board.begun(
          act(guest, group + "/topics", "title", title, "category", category, "status", text));
    } else {
      String replies = group + "/topics/" + board.topic() + "/replies";
      Life.done(
          seat.browser()
              .upload(
                  "POST",
                  replies,
                  "file1",
                  village.canaries.in(life, "a guest's file") + ".png",
                  Board.PICTURE,
                  "csrf",
                  seat.csrf(),
                  "status",
                  text,
                  "alt1",
                  village.canaries.in(life, "a guest's alternative text")));
    }
  }

  void vote() {
    if (!inside.isEmpty() && !board.polls().isEmpty()) {
      act(any(), Paths.vote(board.polls().getLast()), "choices[]", "0");
    }
  }

  void leave() {
    if (!inside.isEmpty()) {
      act(any(), group + "/leave");
      look();
    }
  }

  void remove(Person one) {
    if (!inside.isEmpty()) {
      Life.done(one.app().delete(Life.GROUPS + "/" + id + "/members/" + any().account()));
      look();
    }
  }

  private Guest any() {
    return inside.get(random.nextInt(inside.size()));
  }
}
