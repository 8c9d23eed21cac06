package org.colloque.server.board;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.GroupId;
import org.colloque.server.groups.GroupViews;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.CategoryView;
import org.colloque.server.pages.view.GroupHead;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;

/** What the pages of a board share: who enters, what the address names, and how it is shown. */
final class BoardRoom {
  private static final int TIME_BITS = 16;

  private final Kit kit;
  private final AccountEntities accounts;

  BoardRoom(Kit kit, AccountEntities accounts) {
    this.kit = kit;
    this.accounts = accounts;
  }

  /** Runs {@code work} for a member of the group that the address names; for others it is 404. */
  <T> T in(Request request, BiFunction<Tx, MemberOf, T> work) {
    AccountId me = request.caller().insider();
    GroupId group =
        GroupId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return kit.db().as(Viewer.of(me), tx -> work.apply(tx, MemberOf.of(tx, group, me)));
  }

  /** As {@link #in}, and leads to a page. */
  Reply leading(Request request, BiFunction<Tx, MemberOf, String> work) {
    return Reply.redirect(in(request, work));
  }

  static long number(Request request, String name) {
    return Decimal.parse(request.pathParameter(name)).orElseThrow(ProblemException::notFound);
  }

  /** The topic that the address names. */
  static BoardQueries.Topic topic(Tx tx, MemberOf member, Request request) {
    return BoardQueries.topic(tx.sql(), member, number(request, "topic"))
        .orElseThrow(ProblemException::notFound);
  }

  /** The post that the address names. */
  static StatusesRecord post(Tx tx, MemberOf member, Request request) {
    StatusId id = new StatusId(number(request, "post"));
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(member.account()), id);
    if (!Long.valueOf(BoardQueries.group(member)).equals(status.getGroupId())) {
      throw ProblemException.notFound();
    }
    return status;
  }

  /** What stands above each page. */
  GroupHead head(MemberOf member, Messages messages) {
    return GroupViews.head(member, new Times(messages, member.group().details().zone(), kit.now()));
  }

  static boolean writes(MemberOf member) {
    return member.role().writes() && !member.group().isReadOnly();
  }

  static boolean moderates(MemberOf member) {
    return member.role().moderates() && !member.group().isReadOnly();
  }

  static List<CategoryView> categories(Tx tx, MemberOf member) {
    return BoardQueries.categories(tx.sql(), member).stream().map(BoardRoom::view).toList();
  }

  static CategoryView category(List<CategoryView> categories, long id) {
    return categories.stream()
        .filter(category -> category.id().equals(Long.toString(id)))
        .findFirst()
        .orElseThrow(ProblemException::notFound);
  }

  private static CategoryView view(BoardQueries.Category category) {
    CategoryView.Choice choice =
        Optional.ofNullable(category.choice())
            .map(CategoryChoices::view)
            .orElse(CategoryView.Choice.NORMAL);
    return new CategoryView(
        Long.toString(category.id()), category.slug(), category.name(), category.closed(), choice);
  }

  /** People by their identifiers. */
  Map<Long, AccountView> people(Tx tx, Collection<Long> ids) {
    List<Long> distinct = ids.stream().distinct().toList();
    Map<Long, String> professions = AccountViews.professions(tx.sql(), distinct);
    Map<Long, AccountView> views = new HashMap<>();
    accounts
        .byIds(tx.sql(), distinct)
        .forEach(
            (id, json) -> views.put(id, AccountViews.of(Json.read(json.bytes()), professions)));
    return views;
  }

  /** When a post was written. */
  static Instant written(long id) {
    return Instant.ofEpochMilli(id >> TIME_BITS);
  }
}
