package org.colloque.server.groups;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.Paths;

/** Groups in our own API: the same verbs as the pages (docs/groups.md). */
final class GroupsApi {
  private static final String BASE = "/api/colloque/v1/groups";
  private static final Access READ = Access.user("read", "read:groups");
  private static final Access WRITE = Access.user("write", "write:groups");

  private final Kit kit;
  private final GroupVerbs verbs;
  private final Invitations invitations;
  private final AccountEntities accounts;
  private final Resolver resolver;

  GroupsApi(
      Kit kit,
      GroupVerbs verbs,
      Invitations invitations,
      AccountEntities accounts,
      Resolver resolver) {
    this.kit = kit;
    this.verbs = verbs;
    this.invitations = invitations;
    this.accounts = accounts;
    this.resolver = resolver;
  }

  List<Route> routes() {
    return List.of(
        Route.get(BASE, READ, this::mine),
        Route.post(BASE, WRITE, this::create),
        Route.get(BASE + "/listed", READ, this::listed),
        Route.get(BASE + "/:id", READ, this::show),
        Route.patch(BASE + "/:id", WRITE, this::change),
        Route.get(BASE + "/:id/members", READ, this::members),
        Route.patch(BASE + "/:id/members/:account", WRITE, this::role),
        Route.delete(BASE + "/:id/members/:account", WRITE, this::remove),
        Route.get(BASE + "/:id/invites", READ, this::invites),
        Route.post(BASE + "/:id/invites", WRITE, this::invite),
        Route.delete(BASE + "/:id/invites/:invite", WRITE, this::withdraw));
  }

  private Reply mine(Request request) {
    return as(
        request,
        tx -> {
          AccountId me = GroupRequests.me(request);
          return Reply.json(GroupEntity.of(tx.sql(), GroupQueries.mine(tx.sql(), me), me));
        });
  }

  private Reply listed(Request request) {
    return as(
        request,
        tx -> {
          ArrayNode all = Json.MAPPER.createArrayNode();
          for (GroupQueries.Listed one :
              GroupQueries.listed(tx.sql(), GroupRequests.me(request), GroupPages.LISTED)) {
            all.addObject()
                .put("id", one.id().toString())
                .put("name", one.name())
                .put("type", one.type().wire())
                .put("rhythm", one.rhythm())
                .put("seats", one.seats())
                .put("taken", one.taken());
          }
          return Reply.json(all);
        });
  }

  private Reply create(Request request) {
    Caller.Member member = request.caller().required();
    Map<String, String> texts = GroupRequests.texts(request);
    return as(
        request, tx -> entity(tx, verbs.create().create(tx, member, texts), member.account()));
  }

  private Reply show(Request request) {
    return as(request, tx -> entity(tx, GroupRequests.group(request), GroupRequests.me(request)));
  }

  private Reply change(Request request) {
    AccountId me = GroupRequests.me(request);
    GroupId group = GroupRequests.group(request);
    return as(
        request,
        tx -> {
          verbs.change().change(tx, me, group, GroupRequests.texts(request));
          return entity(tx, group, me);
        });
  }

  private Reply members(Request request) {
    return as(
        request,
        tx -> {
          GroupId group =
              MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request)).group().id();
          List<GroupQueries.Member> members = GroupQueries.members(tx.sql(), group);
          Map<Long, RawJson> people =
              accounts.byIds(tx.sql(), members.stream().map(m -> m.account().value()).toList());
          ArrayNode all = Json.MAPPER.createArrayNode();
          for (GroupQueries.Member member : members) {
            RawJson person = people.get(member.account().value());
            if (person != null) {
              ObjectNode each = all.addObject();
              each.set("account", Json.read(person.bytes()));
              each.put("role", member.role().wire());
              each.put("joined_at", Json.moment(member.joinedAt()));
              each.put("until", member.until() == null ? null : Json.moment(member.until()));
            }
          }
          return Reply.json(all);
        });
  }

  private Reply role(Request request) {
    AccountId account = new AccountId(GroupRequests.number(request, "account"));
    Role role = Role.parse(request.parameters().text("role", "")).orElse(Role.GLASS);
    return done(request, (tx, me, group) -> verbs.role().change(tx, me, group, account, role));
  }

  private Reply remove(Request request) {
    AccountId account = new AccountId(GroupRequests.number(request, "account"));
    return done(request, (tx, me, group) -> verbs.leave().remove(tx, me, group, account));
  }

  private Reply invites(Request request) {
    return as(
        request,
        tx -> {
          MemberOf member =
              MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request))
                  .organisesAlsoAtTheEnd();
          ArrayNode all = Json.MAPPER.createArrayNode();
          for (Invitations.Invitation one : invitations.open(tx.sql(), member.group().id())) {
            AccountId account = one.account();
            all.addObject()
                .put("id", Long.toString(one.id()))
                .put("account_id", account == null ? null : account.toString())
                .put("role", one.role().wire())
                .put("until", one.memberUntil() == null ? null : Json.moment(one.memberUntil()))
                .put("expires_at", Json.moment(one.expiresAt()));
          }
          return Reply.json(all);
        });
  }

  /** By {@code handle}; without one, a link for so many {@code days}. */
  private Reply invite(Request request) {
    Parameters parameters = request.parameters();
    Role role = Role.parse(parameters.text("role", Role.MEMBER.wire())).orElse(Role.GLASS);
    AccountId me = GroupRequests.me(request);
    GroupId group = GroupRequests.group(request);
    GroupRequests.look(kit, request, resolver, parameters.text("handle", ""));
    return as(
        request,
        tx -> {
          ZoneId zone = MemberOf.of(tx, group, me).group().details().zone();
          InviteToGroup.As as = new InviteToGroup.As(role, GroupRequests.endOf(request, zone));
          if (parameters.has("handle")) {
            verbs.invite().byName(tx, me, group, parameters.text("handle", ""), as);
            return Reply.json(Json.object());
          }
          Duration life =
              parameters.integer("days").map(Duration::ofDays).orElse(InviteToGroup.LINK);
          String token = verbs.invite().byLink(tx, me, group, as, life);
          return Reply.json(
              Json.object().put("url", kit.urls().absolute(Paths.GROUPS_JOIN + "/" + token)));
        });
  }

  private Reply withdraw(Request request) {
    long invitation =
        Decimal.parse(request.pathParameter("invite")).orElseThrow(ProblemException::notFound);
    return done(request, (tx, me, group) -> verbs.invite().withdraw(tx, me, group, invitation));
  }

  /** Something that is done to a group and has nothing to answer. */
  @FunctionalInterface
  private interface Act {
    void on(Tx tx, AccountId me, GroupId group);
  }

  private Reply done(Request request, Act verb) {
    return as(
        request,
        tx -> {
          verb.on(tx, GroupRequests.me(request), GroupRequests.group(request));
          return Reply.json(Json.object());
        });
  }

  private Reply as(Request request, Function<Tx, Reply> work) {
    return kit.db().as(request.caller().viewer(), work);
  }

  private static Reply entity(Tx tx, GroupId group, AccountId me) {
    MemberOf member = MemberOf.of(tx, group, me);
    return Reply.json(
        Objects.requireNonNull(GroupEntity.of(tx.sql(), List.of(member), me).getFirst()));
  }
}
