package org.colloque.server.groups;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GroupFormView;
import org.colloque.server.pages.view.GroupFormView.Choice;
import org.colloque.server.pages.view.GroupFormView.State;
import org.colloque.server.pages.view.GroupHead;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** Making a group, what organisers choose about it, and its end. */
final class GroupSettingsPages {
  private final Kit kit;
  private final PageReplies replies;
  private final GroupVerbs verbs;

  GroupSettingsPages(Kit kit, PageReplies replies, GroupVerbs verbs) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.GROUPS_NEW, Access.signedIn(), this::blank),
        Route.post(Paths.GROUPS, Access.signedIn(), this::create),
        Route.get(page("/settings"), Access.signedIn(), this::show),
        Route.post(page("/settings"), Access.signedIn(), this::change),
        Route.post(page("/settings/categories"), Access.signedIn(), this::addCategory),
        Route.post(
            page("/settings/categories/:category/close"),
            Access.signedIn(),
            request -> closeCategory(request, true)),
        Route.post(
            page("/settings/categories/:category/open"),
            Access.signedIn(),
            request -> closeCategory(request, false)),
        act("/archive", verbs.archive()::archive),
        act("/reopen", verbs.archive()::reopen),
        act("/delete", verbs.delete()::delete),
        act("/keep", verbs.delete()::takeBack));
  }

  private static String page(String rest) {
    return Paths.group(":id", rest);
  }

  /** Something that an organiser does to the whole group. */
  @FunctionalInterface
  private interface Act {
    void on(Tx tx, AccountId me, GroupId group);
  }

  private Route act(String rest, Act verb) {
    return Route.post(page(rest), Access.signedIn(), request -> act(request, verb));
  }

  private Reply act(Request request, Act verb) {
    AccountId me = GroupRequests.me(request);
    GroupId group = GroupRequests.group(request);
    return GroupRequests.act(
        kit, request, Paths.group(group.toString(), "/settings"), tx -> verb.on(tx, me, group));
  }

  private Reply addCategory(Request request) {
    String name = request.parameters().text("category", "");
    return act(request, (tx, me, group) -> verbs.categories().add(tx, me, group, name));
  }

  private Reply closeCategory(Request request, boolean closed) {
    long category = GroupRequests.number(request, "category");
    return act(
        request, (tx, me, group) -> verbs.categories().archive(tx, me, group, category, closed));
  }

  private Reply blank(Request request) {
    if (!verbs.create().isAllowed(request.caller().required())) {
      throw ProblemException.notFound();
    }
    return replies.ok(request, blank(request, Form.of(GroupDetails.defaults().texts())));
  }

  private GroupFormView blank(Request request, Form form) {
    return view(null, form, List.of(), State.NEW, replies.messages(request));
  }

  private Reply create(Request request) {
    Map<String, String> texts = GroupRequests.texts(request);
    Map<String, Fault> faults = GroupDetails.defaults().faults(texts);
    if (!faults.isEmpty() && verbs.create().isAllowed(request.caller().required())) {
      return replies.refused(request, blank(request, marked(request, texts, faults)));
    }
    AtomicReference<GroupId> made = new AtomicReference<>();
    Reply refused =
        GroupRequests.act(
            kit,
            request,
            Paths.GROUPS,
            tx -> made.set(verbs.create().create(tx, request.caller().required(), texts)));
    GroupId group = made.get();
    return group == null ? refused : Reply.redirect(Paths.group(group.toString(), "/members"));
  }

  private Reply show(Request request) {
    GroupFormView view = kit.db().as(request.caller().viewer(), tx -> view(tx, request, null));
    return replies.ok(request, view, GroupRequests.flashes(replies, request));
  }

  private Reply change(Request request) {
    AccountId me = GroupRequests.me(request);
    GroupId id = GroupRequests.group(request);
    Map<String, String> texts = GroupRequests.texts(request);
    GroupFormView refused =
        kit.db()
            .<@Nullable GroupFormView>as(
                request.caller().viewer(),
                tx -> {
                  Group group = MemberOf.of(tx, id, me).organises().group();
                  Map<String, Fault> faults = group.details().faults(texts);
                  return faults.isEmpty()
                      ? null
                      : view(tx, request, marked(request, texts, faults));
                });
    return refused == null
        ? act(request, (tx, _, _) -> verbs.change().change(tx, me, id, texts))
        : replies.refused(request, refused);
  }

  private GroupFormView view(Tx tx, Request request, @Nullable Form typed) {
    Messages messages = replies.messages(request);
    MemberOf member =
        MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request))
            .organisesAlsoAtTheEnd();
    Group group = member.group();
    State state =
        group.deleteAfter() != null
            ? State.DELETED
            : group.archivedAt() != null ? State.ARCHIVED : State.ALIVE;
    List<GroupFormView.Category> categories =
        GroupQueries.categories(tx.sql(), group.id()).stream()
            .map(one ->
                new GroupFormView.Category(
                    Long.toString(one.id()),
                    GroupWords.category(messages, one.slug(), one.name()),
                    one.isArchived()))
            .toList();
    return view(
        GroupViews.head(member, GroupRequests.times(kit, messages, group)),
        typed == null ? Form.of(group.details().texts()) : typed,
        categories,
        state,
        messages);
  }

  private static GroupFormView view(
      @Nullable GroupHead head,
      Form form,
      List<GroupFormView.Category> categories,
      State state,
      Messages messages) {
    return new GroupFormView(
        head,
        form,
        Arrays.stream(GroupType.values())
            .map(type -> new Choice(type.wire(), GroupWords.type(messages, type), ""))
            .toList(),
        List.of(
            new Choice(
                GroupVisibility.SECRET.wire(),
                GroupWords.visibility(messages, GroupVisibility.SECRET),
                messages.get("group.visibility.secret.help")),
            new Choice(
                GroupVisibility.LISTED.wire(),
                GroupWords.visibility(messages, GroupVisibility.LISTED),
                messages.get("group.visibility.listed.help"))),
        categories,
        state);
  }

  private Form marked(Request request, Map<String, String> texts, Map<String, Fault> faults) {
    Messages messages = replies.messages(request);
    Form form = Form.of(texts);
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      String name = fault.getKey();
      String sentence =
          switch (name) {
            case "seats" ->
                messages.get(
                    "group.wrong.seats",
                    GroupDetails.LEAST_SEATS,
                    GroupType.PEER.mostSeats(),
                    GroupType.OPEN.mostSeats());
            case "zone" -> messages.get("group.wrong.zone");
            default ->
                fault.getValue() == Fault.BLANK
                    ? messages.get("group.wrong.blank", GroupWords.detail(messages, name))
                    : messages.get("group.wrong.text", GroupWords.detail(messages, name));
          };
      form = form.error(name, sentence);
    }
    return form;
  }
}
