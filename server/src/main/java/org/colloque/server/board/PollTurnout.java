package org.colloque.server.board;

import static org.colloque.migrations.Tables.POLL_VOTERS;
import static org.colloque.migrations.Tables.POLL_VOTES;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.PollView;
import org.colloque.server.pages.view.StatusView;
import org.jooq.impl.DSL;

/**
 * Says on the page of a topic who chose what in polls with names, and who voted in anonymous ones
 * that are over (community.md, B.11).
 */
final class PollTurnout {
  /** With fewer voters an anonymous poll does not say who they were. */
  static final int FEWEST_VOTERS = 5;

  /** What was chosen where that is not kept. */
  private static final short UNKNOWN = -1;

  private PollTurnout() {}

  /** One vote: in which poll, by whom, for what. */
  private record Vote(long poll, long voter, int choice) {}

  /** Adds names to the polls among {@code views}, as far as their results are shown. */
  static void add(Tx tx, BoardRoom room, Map<String, StatusView> views) {
    Map<Long, PollView> told = new HashMap<>();
    views.forEach((id, view) ->
        Optional.ofNullable(view.poll())
            .filter(PollTurnout::isTold)
            .ifPresent(poll -> told.put(Long.valueOf(id), poll)));
    if (told.isEmpty()) {
      return;
    }
    List<Vote> votes = votes(tx, told);
    Map<Long, AccountView> people = room.people(tx, votes.stream().map(Vote::voter).toList());
    told.forEach((id, poll) -> {
      List<Vote> own = votes.stream().filter(vote -> vote.poll() == id).toList();
      List<List<String>> names = new ArrayList<>();
      for (int i = 0; i < poll.options().size(); i++) {
        int choice = i;
        names.add(names(own.stream().filter(vote -> vote.choice() == choice).toList(), people));
      }
      List<Vote> unknown = own.stream().filter(vote -> vote.choice() == UNKNOWN).toList();
      StatusView view = Objects.requireNonNull(views.get(id.toString()));
      views.put(id.toString(), view.withPoll(poll.with(names, names(unknown, people))));
    });
  }

  private static boolean isTold(PollView poll) {
    return !poll.secret()
        && (poll.manner().named()
            || poll.manner().anonymous() && poll.over() && poll.people() >= FEWEST_VOTERS);
  }

  private static List<Vote> votes(Tx tx, Map<Long, PollView> polls) {
    return tx.sql()
        .select(POLL_VOTES.STATUS_ID, POLL_VOTES.ACCOUNT_ID, POLL_VOTES.CHOICE)
        .from(POLL_VOTES)
        .where(POLL_VOTES.STATUS_ID.in(polls.keySet()))
        .unionAll(
            DSL.select(POLL_VOTERS.STATUS_ID, POLL_VOTERS.ACCOUNT_ID, DSL.inline(UNKNOWN))
                .from(POLL_VOTERS)
                .where(POLL_VOTERS.STATUS_ID.in(polls.keySet())))
        .fetch(row -> new Vote(row.value1(), row.value2(), row.value3()));
  }

  /** In the order of the alphabet: the order in which they voted is nobody's business. */
  private static List<String> names(List<Vote> votes, Map<Long, AccountView> people) {
    return votes.stream()
        .flatMap(vote -> Optional.ofNullable(people.get(vote.voter())).stream())
        .map(AccountView::displayName)
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }
}
