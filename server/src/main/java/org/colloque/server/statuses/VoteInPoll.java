package org.colloque.server.statuses;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.GroupId;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;

/** Votes, of members and of people elsewhere in polls of members. */
public final class VoteInPoll {
  private final Kit kit;
  private final Outbox outbox;

  public VoteInPoll(Kit kit, Outbox outbox) {
    this.kit = kit;
    this.outbox = outbox;
  }

  /** What came of it. */
  public enum Outcome {
    VOTED,
    OVER,
    OWN_POLL,
    VOTED_BEFORE,
    NO_SUCH_CHOICE
  }

  /**
   * A member votes once, for one option, or for several where the poll allows it. In a group who
   * asks may vote too, and a vote that is kept with its voter can be changed while the poll is
   * open.
   *
   * @param choices indexes of the options, from 0
   * @throws ProblemException 404 when there is no poll that they may read, 403 for who only reads
   *     in its group
   */
  public Outcome vote(Tx tx, AccountId voter, StatusId id, Collection<Integer> choices) {
    StatusesRecord status = ReadStatus.original(tx.sql(), Viewer.of(voter), id);
    StatusId original = new StatusId(status.getId());
    if (status.getGroupId() != null) {
      MemberOf.of(tx, new GroupId(status.getGroupId()), voter).writes();
    }
    PollRow poll = PollQueries.lock(tx.sql(), original).orElseThrow(ProblemException::notFound);
    Set<Integer> chosen = new LinkedHashSet<>(choices);
    boolean usable =
        !chosen.isEmpty()
            && (poll.multiple() || chosen.size() == 1)
            && chosen.stream().allMatch(one -> one >= 0 && one < poll.options().size());
    if (poll.isOver(kit.now())) {
      return Outcome.OVER;
    }
    if (status.getAccountId() == voter.value() && !poll.ofGroup()) {
      return Outcome.OWN_POLL;
    }
    List<Integer> before = before(tx, voter, poll).orElse(null);
    if (before != null && !poll.isChangeable()) {
      return Outcome.VOTED_BEFORE;
    }
    if (!usable) {
      return Outcome.NO_SUCH_CHOICE;
    }
    PollRow open = before == null ? poll : PollQueries.takeBack(tx.sql(), poll, voter, before);
    PollQueries.vote(tx.sql(), open, voter, chosen, before == null, kit.now());
    if (!poll.ofGroup()) {
      outbox.voted(tx, voter, original, chosen.stream().map(poll.options()::get).toList());
    }
    return Outcome.VOTED;
  }

  /**
   * Somebody elsewhere votes in a poll of a member: their server sends each choice by itself, or
   * several at once (federation.md, quirk 37).
   *
   * @param names the options chosen
   * @return whether a vote was counted
   */
  public boolean receive(Tx tx, AccountId voter, StatusId id, List<String> names) {
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(voter), id);
    PollRow poll = PollQueries.lock(tx.sql(), id).orElseThrow(ProblemException::notFound);
    List<Integer> before = before(tx, voter, poll).orElse(List.of());
    Set<Integer> chosen = new LinkedHashSet<>();
    names.forEach(name -> chosen.add(poll.options().indexOf(name)));
    chosen.remove(-1);
    before.forEach(chosen::remove);
    boolean counts =
        status.getLocal()
            && !chosen.isEmpty()
            && !poll.isOver(kit.now())
            && (poll.multiple() || (before.isEmpty() && chosen.size() == 1));
    if (counts) {
      PollQueries.vote(tx.sql(), poll, voter, new ArrayList<>(chosen), before.isEmpty(), kit.now());
    }
    return counts;
  }

  /** What they chose before; empty when they have not voted. */
  private static Optional<List<Integer>> before(Tx tx, AccountId voter, PollRow poll) {
    return Optional.ofNullable(
        PollQueries.choices(tx.sql(), voter, List.of(poll.id())).get(poll.id()));
  }
}
