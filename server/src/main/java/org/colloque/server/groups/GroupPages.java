package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_REQUESTS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.GroupAboutView;
import org.colloque.server.pages.view.GroupsView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;

/** My groups, those that can be joined, and what a group is. */
final class GroupPages {
  /** Listed groups that are shown; an instance with more needs another page. */
  static final int LISTED = 200;

  private final Kit kit;
  private final PageReplies replies;
  private final GroupVerbs verbs;
  private final Invitations invitations;
  private final AccountEntities accounts;

  GroupPages(
      Kit kit,
      PageReplies replies,
      GroupVerbs verbs,
      Invitations invitations,
      AccountEntities accounts) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
    this.invitations = invitations;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.GROUPS, Access.signedInOrGuest(), this::list),
        Route.get(Paths.group(":id", "/about"), Access.signedInOrGuest(), this::about),
        Route.post(Paths.group(":id", "/leave"), Access.signedInOrGuest(), this::leave),
        Route.post(Paths.group(":id", "/ask"), Access.signedIn(), this::ask),
        Route.post(Paths.group(":id", "/ask/withdraw"), Access.signedIn(), this::withdraw));
  }

  private Reply list(Request request) {
    AccountId me = GroupRequests.me(request);
    Messages messages = replies.messages(request);
    GroupsView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    new GroupsView(
                        mine(tx, me, messages),
                        offers(tx, me, messages),
                        listed(tx, me, messages),
                        request.caller().guest() == null
                            && verbs.create().isAllowed(request.caller().required()),
                        RequestToJoin.MAX_MESSAGE));
    return replies.ok(request, view, GroupRequests.flashes(replies, request));
  }

  private List<GroupsView.Mine> mine(Tx tx, AccountId me, Messages messages) {
    return GroupQueries.mine(tx.sql(), me).stream()
        .map(member -> {
          Group group = member.group();
          GroupDetails details = group.details();
          List<String> notices =
              GroupViews.head(member, GroupRequests.times(kit, messages, group)).notices();
          return new GroupsView.Mine(
              group.id().toString(),
              group.name(),
              GroupWords.role(messages, member.role())
                  + " · "
                  + GroupViews.line(
                      messages, details.type(), details.rhythm(), group.taken(), details.seats()),
              details.description(),
              String.join(" ", notices));
        })
        .toList();
  }

  private List<GroupsView.Offer> offers(Tx tx, AccountId me, Messages messages) {
    List<Invitations.Offer> offers = invitations.offersTo(tx, me);
    Map<Long, AccountView> people =
        GroupViews.people(tx.sql(), accounts, JoinPages.inviters(offers));
    return offers.stream()
        .map(offer ->
            new GroupsView.Offer(
                Long.toString(offer.invitation().id()),
                offer.group().name(),
                JoinPages.sentence(messages, offer, people)))
        .toList();
  }

  private List<GroupsView.Listed> listed(Tx tx, AccountId me, Messages messages) {
    Set<GroupId> asked =
        Invitations.requests(tx.sql(), GROUP_REQUESTS.ACCOUNT_ID.eq(me.value())).stream()
            .map(Invitations.Request::group)
            .collect(Collectors.toSet());
    return GroupQueries.listed(tx.sql(), me, LISTED).stream()
        .map(one ->
            new GroupsView.Listed(
                one.id().toString(),
                one.name(),
                GroupViews.line(messages, one.type(), one.rhythm(), one.taken(), one.seats()),
                asked.contains(one.id()),
                one.taken() >= one.seats()))
        .toList();
  }

  private Reply about(Request request) {
    Messages messages = replies.messages(request);
    GroupAboutView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  MemberOf member =
                      MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request));
                  return about(tx, member, messages);
                });
    return replies.ok(request, view, GroupRequests.flashes(replies, request));
  }

  private GroupAboutView about(Tx tx, MemberOf member, Messages messages) {
    Group group = member.group();
    Times times = GroupRequests.times(kit, messages, group);
    boolean isLast =
        member.role().organises()
            && group.deleteAfter() == null
            && ChangeRole.isLastOrganiser(GroupQueries.members(tx.sql(), group.id()));
    return new GroupAboutView(
        GroupViews.head(member, times),
        group.details().description(),
        new SafeHtml(group.charterHtml()),
        GroupViews.facts(group, times),
        GroupViews.members(tx.sql(), accounts, member, messages),
        group.hasAnUnusualSize(),
        !isLast,
        member.role().writes());
  }

  private Reply leave(Request request) {
    GroupId group = GroupRequests.group(request);
    return GroupRequests.act(
        kit,
        request,
        Paths.group(group.toString(), "/about"),
        Paths.GROUPS,
        tx -> verbs.leave().leave(tx, GroupRequests.me(request), group));
  }

  private Reply ask(Request request) {
    return GroupRequests.act(
        kit,
        request,
        Paths.GROUPS,
        tx ->
            verbs
                .request()
                .ask(
                    tx,
                    GroupRequests.me(request),
                    GroupRequests.group(request),
                    request.parameters().text("message", "")));
  }

  private Reply withdraw(Request request) {
    return GroupRequests.act(
        kit,
        request,
        Paths.GROUPS,
        tx ->
            verbs.request().withdraw(tx, GroupRequests.me(request), GroupRequests.group(request)));
  }
}
