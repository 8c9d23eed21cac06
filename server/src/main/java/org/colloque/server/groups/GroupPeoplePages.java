package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_REQUESTS;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.GroupFormView;
import org.colloque.server.pages.view.GroupMembersView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** Who is in a group, and for its organisers who is asked in and who asks. */
final class GroupPeoplePages {
  private final Kit kit;
  private final PageReplies replies;
  private final GroupVerbs verbs;
  private final Invitations invitations;
  private final AccountEntities accounts;
  private final Resolver resolver;

  GroupPeoplePages(
      Kit kit,
      PageReplies replies,
      GroupVerbs verbs,
      Invitations invitations,
      AccountEntities accounts,
      Resolver resolver) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
    this.invitations = invitations;
    this.accounts = accounts;
    this.resolver = resolver;
  }

  List<Route> routes() {
    return List.of(
        Route.get(page("/members"), Access.signedInOrGuest(), request -> show(request, null)),
        Route.post(page("/members/:account/role"), Access.signedIn(), this::role),
        Route.post(page("/members/:account/remove"), Access.signedIn(), this::remove),
        Route.post(page("/invitations"), Access.signedIn(), this::invite),
        Route.post(page("/invitations/:invitation/withdraw"), Access.signedIn(), this::withdraw),
        Route.post(page("/links"), Access.signedIn(), this::link),
        Route.get(page("/links"), Access.signedIn(), request -> show(request, null)),
        Route.post(page("/requests/:account/accept"), Access.signedIn(), this::accept),
        Route.post(page("/requests/:account/decline"), Access.signedIn(), this::decline));
  }

  private static String page(String rest) {
    return Paths.group(":id", rest);
  }

  private Reply show(Request request, @Nullable String link) {
    Messages messages = replies.messages(request);
    GroupMembersView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  MemberOf member =
                      MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request));
                  return view(tx, member, messages, link);
                });
    return replies.ok(request, view, GroupRequests.flashes(replies, request));
  }

  private GroupMembersView view(Tx tx, MemberOf member, Messages messages, @Nullable String link) {
    Group group = member.group();
    boolean organises = member.role().organises();
    List<Invitations.Request> requests =
        organises
            ? Invitations.requests(tx.sql(), GROUP_REQUESTS.GROUP_ID.eq(group.id().value()))
            : List.of();
    List<Invitations.Invitation> open =
        organises ? invitations.open(tx.sql(), group.id()) : List.of();
    Map<Long, AccountView> people =
        GroupViews.people(
            tx.sql(),
            accounts,
            Stream.concat(
                    requests.stream().map(Invitations.Request::account),
                    open.stream().map(Invitations.Invitation::account).filter(Objects::nonNull))
                .toList());
    return new GroupMembersView(
        GroupViews.head(member, GroupRequests.times(kit, messages, group)),
        GroupViews.members(tx.sql(), accounts, member, messages),
        requests.stream()
            .filter(one -> people.containsKey(one.account().value()))
            .map(one ->
                new GroupMembersView.Request(
                    Objects.requireNonNull(people.get(one.account().value())),
                    one.message(),
                    one.at()))
            .toList(),
        open.stream().map(one -> shown(one, people, messages)).toList(),
        ChangeRole.GIVEN.stream()
            .map(role -> new GroupFormView.Choice(role.wire(), GroupWords.role(messages, role), ""))
            .toList(),
        link,
        messages.get("group.seats", group.taken(), group.details().seats()),
        organises && !group.isReadOnly());
  }

  private static GroupMembersView.Invitation shown(
      Invitations.Invitation one, Map<Long, AccountView> people, Messages messages) {
    AccountId account = one.account();
    return new GroupMembersView.Invitation(
        Long.toString(one.id()),
        account == null ? null : people.get(account.value()),
        GroupWords.role(messages, one.role()),
        one.expiresAt(),
        one.memberUntil());
  }

  private Reply role(Request request) {
    return act(
        request,
        (tx, me, group) ->
            verbs.role().change(tx, me, group, account(request), chosen(request, Role.GLASS)));
  }

  private Reply remove(Request request) {
    return act(request, (tx, me, group) -> verbs.leave().remove(tx, me, group, account(request)));
  }

  private Reply invite(Request request) {
    String handle = request.parameters().text("handle", "");
    GroupRequests.look(kit, request, resolver, handle);
    return act(
        request, (tx, me, group) -> verbs.invite().byName(tx, me, group, handle, as(tx, request)));
  }

  /** The day on which a guest's time is over, in the zone of the group; nothing for others. */
  private static InviteToGroup.As as(Tx tx, Request request) {
    Role role = chosen(request, Role.MEMBER);
    ZoneId zone =
        MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request))
            .group()
            .details()
            .zone();
    return new InviteToGroup.As(
        role, role == Role.GUEST ? GroupRequests.endOf(request, zone) : null);
  }

  private Reply withdraw(Request request) {
    long invitation = GroupRequests.number(request, "invitation");
    return act(request, (tx, me, group) -> verbs.invite().withdraw(tx, me, group, invitation));
  }

  /** The link is shown on the answer itself, because its secret is kept nowhere. */
  private Reply link(Request request) {
    Duration life = Duration.ofDays(request.parameters().integer("days").orElse(0));
    String[] token = new String[1];
    Reply refused =
        act(
            request,
            (tx, me, group) ->
                token[0] = verbs.invite().byLink(tx, me, group, as(tx, request), life));
    return token[0] == null
        ? refused
        : show(request, kit.urls().absolute(Paths.GROUPS_JOIN + "/" + token[0]));
  }

  private Reply accept(Request request) {
    return act(request, (tx, me, group) -> verbs.request().accept(tx, me, group, account(request)));
  }

  private Reply decline(Request request) {
    return act(
        request, (tx, me, group) -> verbs.request().decline(tx, me, group, account(request)));
  }

  /** Something that an organiser does to the membership of the group of the address. */
  @FunctionalInterface
  private interface Act {
    void on(Tx tx, AccountId me, GroupId group);
  }

  private Reply act(Request request, Act verb) {
    AccountId me = GroupRequests.me(request);
    GroupId group = GroupRequests.group(request);
    return GroupRequests.act(kit, request, members(request), tx -> verb.on(tx, me, group));
  }

  private static String members(Request request) {
    return Paths.group(GroupRequests.group(request).toString(), "/members");
  }

  private static AccountId account(Request request) {
    return new AccountId(GroupRequests.number(request, "account"));
  }

  /** Unreadable ones are refused by the verb, after it has looked who asks. */
  private static Role chosen(Request request, Role otherwise) {
    return Role.parse(request.parameters().text("role", otherwise.wire())).orElse(Role.GLASS);
  }
}
