package org.colloque.server.tags;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.FollowedTagsView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.text.HashtagName;

/** The hashtags that a member follows, and the buttons that follow and unfollow. */
public final class TagPages {
  private static final int LIMIT = 100;

  private final Kit kit;
  private final PageReplies replies;
  private final FollowTag follow;

  public TagPages(Kit kit, PageReplies replies, FollowTag follow) {
    this.kit = kit;
    this.replies = replies;
    this.follow = follow;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.TAGS, Access.signedIn(), this::show),
        Route.post(Paths.TAGS, Access.signedIn(), this::add),
        Route.post(Paths.TAGS + "/:tag/follow", Access.signedIn(), this::follow),
        Route.post(Paths.TAGS + "/:tag/unfollow", Access.signedIn(), this::unfollow));
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, Form.EMPTY), replies.saved(request));
  }

  private FollowedTagsView view(Request request, Form form) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    List<TagQueries.Followed> page =
        kit.db().as(Viewer.of(me), tx -> TagQueries.followedBy(tx.sql(), me, paging));
    PagerView pager =
        PageCursor.of(
            Paths.TAGS,
            page.stream().map(TagQueries.Followed::cursor).toList(),
            LIMIT,
            paging.maxId().isEmpty() && paging.minId().isEmpty());
    return new FollowedTagsView(
        page.stream().map(followed -> followed.tag().displayName()).toList(), form, pager);
  }

  private Reply add(Request request) {
    String typed = request.parameters().text("tag", "").strip();
    String name = typed.startsWith("#") ? typed.substring(1) : typed;
    if (!TagsApi.isName(name)) {
      Form form =
          Form.EMPTY.with("tag", typed).error("tag", replies.messages(request).get("tags.error"));
      return replies.refused(request, view(request, form));
    }
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> follow.follow(tx, me, HashtagName.normalize(name), name));
    return Reply.redirect(Paths.saved(Paths.TAGS));
  }

  private Reply follow(Request request) {
    String name = name(request);
    return change(
        request, name, (tx, me) -> follow.follow(tx, me, HashtagName.normalize(name), name));
  }

  private Reply unfollow(Request request) {
    String name = name(request);
    return change(request, name, (tx, me) -> follow.unfollow(tx, me, HashtagName.normalize(name)));
  }

  @FunctionalInterface
  private interface Change {
    void make(Tx tx, AccountId me);
  }

  private Reply change(Request request, String name, Change change) {
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> change.make(tx, me));
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.tag(name)));
  }

  private static String name(Request request) {
    String name = request.pathParameter("tag");
    if (!TagsApi.isName(name)) {
      throw ProblemException.notFound();
    }
    return name;
  }
}
