package org.colloque.server.users;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.MoveView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** Moving to another account, and the accounts that may move here. */
final class MovePages {
  private final PageReplies replies;
  private final MoveAccount move;

  MovePages(PageReplies replies, MoveAccount move) {
    this.replies = replies;
    this.move = move;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_MOVE, Access.signedIn(), this::show),
        Route.post(Paths.SETTINGS_MOVE, Access.signedIn(), this::move),
        Route.post(Paths.SETTINGS_MOVE_STAY, Access.signedIn(), this::stay),
        Route.post(Paths.SETTINGS_ALIASES, Access.signedIn(), this::add),
        Route.post(Paths.SETTINGS_ALIASES_REMOVE, Access.signedIn(), this::remove),
        back(Paths.SETTINGS_MOVE_STAY),
        back(Paths.SETTINGS_ALIASES),
        back(Paths.SETTINGS_ALIASES_REMOVE));
  }

  private static Route back(String path) {
    return Route.get(path, Access.signedIn(), _ -> Reply.redirect(Paths.SETTINGS_MOVE));
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, Form.EMPTY, Form.EMPTY));
  }

  private Reply move(Request request) {
    Form form = Form.EMPTY.with("target", request.parameters().text("target", ""));
    Faults faults =
        move.move(
            request.caller().required().user(),
            request.parameters().text("current_password", ""),
            form.value("target"));
    return faults.isEmpty()
        ? Reply.redirect(Paths.SETTINGS_MOVE)
        : replies.refused(request, view(request, marked(request, form, faults), Form.EMPTY));
  }

  private Reply stay(Request request) {
    move.stay(me(request));
    return Reply.redirect(Paths.SETTINGS_MOVE);
  }

  private Reply add(Request request) {
    Form form = Form.EMPTY.with("alias", request.parameters().text("alias", ""));
    Faults faults = move.addAlias(me(request), form.value("alias"));
    return faults.isEmpty()
        ? Reply.redirect(Paths.SETTINGS_MOVE)
        : replies.refused(request, view(request, Form.EMPTY, marked(request, form, faults)));
  }

  private Reply remove(Request request) {
    move.removeAlias(me(request), request.parameters().text("alias", ""));
    return Reply.redirect(Paths.SETTINGS_MOVE);
  }

  private MoveView view(Request request, Form moving, Form alias) {
    MoveAccount.State state = move.state(me(request));
    return new MoveView(state.aliases(), state.movedTo(), state.restsUntil(), moving, alias);
  }

  private Form marked(Request request, Form form, Faults faults) {
    Messages messages = replies.messages(request);
    Form marked = form;
    for (var fault : faults.byField().entrySet()) {
      marked = marked.error(fault.getKey(), sentence(fault.getKey(), fault.getValue(), messages));
    }
    return marked;
  }

  private static String sentence(String field, Fault fault, Messages messages) {
    if (field.equals("target") && fault == Fault.ACCEPTED) {
      return messages.get("settings.move.unconfirmed");
    }
    if (field.equals("target") && fault == Fault.BLOCKED) {
      return messages.get("settings.move.toosoon");
    }
    return field.equals("current_password")
        ? FaultWords.sentence(field, fault, messages)
        : fault == Fault.TOO_LONG
            ? messages.get("settings.aliases.toomany", MoveAccount.MAX_ALIASES)
            : messages.get("settings.move.nobody");
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }
}
