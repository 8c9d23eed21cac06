package org.colloque.server.emojis;

import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.EmojisView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** The page on which the emojis of the instance are kept. */
public final class EmojiPages {
  private static final long FORM_BYTES = 64 * 1024;
  private static final int MAX_CATEGORY = 50;
  private static final int SERVER_BUSY = 503;

  private final Kit kit;
  private final PageReplies replies;
  private final KeepEmoji keep;

  public EmojiPages(Kit kit, PageReplies replies, KeepEmoji keep) {
    this.kit = kit;
    this.replies = replies;
    this.keep = keep;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_EMOJIS, Access.staff(), this::index),
        Route.post(Paths.ADMIN_EMOJIS, Access.staff(), this::add)
            .limited(Limits.uploads(KeepEmoji.MAX_BYTES * 4 + FORM_BYTES)),
        Route.post(Paths.emoji(":id", "enable"), Access.staff(), request -> enable(request, true)),
        Route.post(
            Paths.emoji(":id", "disable"), Access.staff(), request -> enable(request, false)),
        Route.post(Paths.emoji(":id", "delete"), Access.staff(), this::delete));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }

  private Reply index(Request request) {
    return replies.ok(request, view(request, Form.EMPTY), replies.saved(request));
  }

  private EmojisView view(Request request, Form form) {
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                new EmojisView(
                    CustomEmojis.all(tx.sql()).stream()
                        .map(row ->
                            new EmojisView.Emoji(
                                Long.toString(row.getId()),
                                row.getShortcode(),
                                row.getImageUrl(),
                                row.getCategory() == null ? "" : row.getCategory(),
                                row.getDisabled()))
                        .toList(),
                    form));
  }

  private Reply add(Request request) {
    Messages words = replies.messages(request);
    String name = request.parameters().text("shortcode", "").strip().replace(":", "");
    String category = request.parameters().text("category", "").strip();
    Optional<Upload> picture = request.upload("image").filter(upload -> !upload.isEmpty());
    Form form = Form.EMPTY.with("shortcode", name).with("category", category);
    if (!CustomEmojis.isName(name)) {
      form =
          form.error(
              "shortcode",
              words.get("emojis.name.error", CustomEmojis.MIN_NAME, CustomEmojis.MAX_NAME));
    }
    if (category.length() > MAX_CATEGORY) {
      form = form.error("category", words.get("fault.toolong", MAX_CATEGORY));
    }
    if (picture.isEmpty() || picture.get().size() > KeepEmoji.MAX_BYTES) {
      form = form.error("image", words.get("emojis.image.error"));
    }
    if (form.valid()) {
      form = kept(request, form, name, category, picture.orElseThrow());
    }
    return form.valid()
        ? Reply.redirect(Paths.saved(Paths.ADMIN_EMOJIS))
        : replies.refused(request, view(request, form));
  }

  private Form kept(Request request, Form form, String name, String category, Upload picture) {
    Messages words = replies.messages(request);
    try {
      return keep.add(me(request), name, category, picture)
          ? form
          : form.error("shortcode", words.get("fault.taken"));
    } catch (ProblemException refused) {
      if (refused.status() == SERVER_BUSY) {
        throw refused;
      }
      return form.error("image", words.get("emojis.image.error"));
    }
  }

  private Reply enable(Request request, boolean enabled) {
    kit.db().doAs(Viewer.of(me(request)), tx -> keep.enable(tx, me(request), id(request), enabled));
    return Reply.redirect(Paths.saved(Paths.ADMIN_EMOJIS));
  }

  private Reply delete(Request request) {
    keep.delete(me(request), id(request));
    return Reply.redirect(Paths.saved(Paths.ADMIN_EMOJIS));
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
