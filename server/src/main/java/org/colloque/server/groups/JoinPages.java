package org.colloque.server.groups;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.GroupJoinView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;

/**
 * What somebody sees who is asked into a group, by name or by a link. A link that leads nowhere is
 * the 404 of any address, and a visitor is led to the sign-in page by every link alike.
 */
final class JoinPages {
  private final Kit kit;
  private final PageReplies replies;
  private final JoinGroup join;
  private final Invitations invitations;
  private final AccountEntities accounts;

  JoinPages(
      Kit kit,
      PageReplies replies,
      JoinGroup join,
      Invitations invitations,
      AccountEntities accounts) {
    this.kit = kit;
    this.replies = replies;
    this.join = join;
    this.invitations = invitations;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.groupInvitation(":invitation", ""), Access.signedInOrGuest(), this::offer),
        Route.post(
            Paths.groupInvitation(":invitation", "/accept"),
            Access.signedInOrGuest(),
            this::accept),
        Route.post(
            Paths.groupInvitation(":invitation", "/decline"),
            Access.signedInOrGuest(),
            this::decline),
        Route.get(Paths.GROUPS_JOIN + "/:token", Access.signedInOrGuest(), this::link),
        Route.post(Paths.GROUPS_JOIN + "/:token", Access.signedInOrGuest(), this::follow));
  }

  private Reply offer(Request request) {
    AccountId me = GroupRequests.me(request);
    String id = Long.toString(GroupRequests.number(request, "invitation"));
    return shown(
        request,
        tx ->
            invitations
                .offerTo(tx, me, GroupRequests.number(request, "invitation"))
                .orElseThrow(ProblemException::notFound),
        Paths.groupInvitation(id, "/accept"),
        Paths.groupInvitation(id, "/decline"));
  }

  private Reply link(Request request) {
    String token = request.pathParameter("token");
    return shown(
        request,
        tx ->
            join.behind(tx, GroupRequests.me(request), token)
                .orElseThrow(ProblemException::notFound),
        Paths.GROUPS_JOIN + "/" + token,
        "");
  }

  private Reply shown(
      Request request, Function<Tx, Invitations.Offer> find, String accept, String decline) {
    Messages messages = replies.messages(request);
    GroupJoinView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  Invitations.Offer offer = find.apply(tx);
                  Group group = offer.group();
                  Times times = GroupRequests.times(kit, messages, group);
                  Map<Long, AccountView> people =
                      GroupViews.people(tx.sql(), accounts, inviters(List.of(offer)));
                  return new GroupJoinView(
                      group.name(),
                      sentence(messages, offer, people),
                      group.details().description(),
                      new SafeHtml(group.charterHtml()),
                      GroupViews.facts(group, times),
                      accept,
                      decline);
                });
    return replies.ok(request, view, GroupRequests.flashes(replies, request));
  }

  private Reply accept(Request request) {
    long id = GroupRequests.number(request, "invitation");
    return joined(
        request,
        Paths.groupInvitation(Long.toString(id), ""),
        tx -> join.accept(tx, GroupRequests.me(request), id));
  }

  private Reply follow(Request request) {
    String token = request.pathParameter("token");
    return joined(
        request,
        Paths.GROUPS_JOIN + "/" + token,
        tx -> join.byLink(tx, GroupRequests.me(request), token));
  }

  private Reply joined(Request request, String back, Function<Tx, GroupId> verb) {
    AtomicReference<GroupId> group = new AtomicReference<>();
    Reply reply =
        GroupRequests.act(kit, request, back, Paths.GROUPS, tx -> group.set(verb.apply(tx)));
    GroupId in = group.get();
    return in == null ? reply : Reply.redirect(Paths.group(in.toString(), ""));
  }

  private Reply decline(Request request) {
    return GroupRequests.act(
        kit,
        request,
        Paths.GROUPS,
        tx ->
            join.decline(
                tx, GroupRequests.me(request), GroupRequests.number(request, "invitation")));
  }

  /** Who asks somebody in, and as what. */
  static String sentence(
      Messages messages, Invitations.Offer offer, Map<Long, AccountView> people) {
    AccountId by = offer.invitation().by();
    AccountView inviter = by == null ? null : people.get(by.value());
    return messages.get(
        "group.offer",
        inviter == null ? messages.get("group.log.nobody") : inviter.displayName(),
        GroupWords.role(messages, offer.invitation().role()));
  }

  static List<AccountId> inviters(List<Invitations.Offer> offers) {
    return offers.stream().map(offer -> offer.invitation().by()).filter(Objects::nonNull).toList();
  }
}
