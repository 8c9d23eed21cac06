package org.colloque.server.groups;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GlassView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/**
 * What those who run the instance see of its private groups: nothing but a way in by an address
 * that somebody told them, which everybody in the group learns of.
 */
final class GlassPages {
  private final Kit kit;
  private final PageReplies replies;
  private final BreakGlass glass;

  GlassPages(Kit kit, PageReplies replies, BreakGlass glass) {
    this.kit = kit;
    this.replies = replies;
    this.glass = glass;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_GROUPS, Access.staff(), this::show),
        Route.post(Paths.ADMIN_GROUPS, Access.staff(), this::open));
  }

  private Reply show(Request request) {
    return replies.ok(request, view(Form.EMPTY));
  }

  private Reply open(Request request) {
    Parameters parameters = request.parameters();
    Messages messages = replies.messages(request);
    Form form =
        Form.EMPTY
            .with("address", parameters.text("address", ""))
            .with("reason", parameters.text("reason", ""));
    if (!parameters.flag("agreement", false)) {
      return replies.refused(
          request, view(form.error("agreement", messages.get("admin.glass.agree"))));
    }
    Caller.Member admin = request.caller().required();
    GroupId group = group(form.value("address")).orElseThrow(ProblemException::notFound);
    try {
      kit.db()
          .doAs(
              request.caller().viewer(), tx -> glass.open(tx, admin, group, form.value("reason")));
    } catch (ProblemException problem) {
      Refusal refusal = Refusal.of(problem).orElseThrow(() -> problem);
      return replies.refused(
          request, view(form.error("reason", GroupWords.refusal(messages, refusal))));
    }
    return Reply.redirect(Paths.group(group.toString(), ""));
  }

  private static GlassView view(Form form) {
    return new GlassView(
        form, BreakGlass.LEAST_REASON, BreakGlass.MOST_REASON, BreakGlass.LIFE.toHours());
  }

  /** The group of an address as browsers show it, or of its number alone. */
  private static Optional<GroupId> group(String address) {
    String path;
    try {
      path = Optional.ofNullable(new URI(address.strip()).getPath()).orElse("");
    } catch (URISyntaxException unreadable) {
      return Optional.empty();
    }
    int groups = path.indexOf(Paths.GROUPS + "/");
    String rest = groups < 0 ? path : path.substring(groups + Paths.GROUPS.length() + 1);
    return GroupId.parse(rest.split("/", 2)[0]);
  }
}
