package org.colloque.server.pages;

import java.util.List;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Problems;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.pages.view.ErrorView;
import org.colloque.server.pages.view.Flash;
import org.colloque.server.pages.view.PageView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.Screen;
import org.colloque.server.pages.words.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the {@code *Pages} route classes answer with: a screen in its frame. */
public final class PageReplies implements Problems.ErrorPages {
  private static final Logger LOG = LoggerFactory.getLogger(PageReplies.class);

  private final Pages pages;
  private final Frame frame;

  public PageReplies(Pages pages, Frame frame) {
    this.pages = pages;
    this.frame = frame;
  }

  /** The words in the language of who asks. */
  public Messages messages(Request request) {
    return Messages.of(request.caller().locale());
  }

  /** Says that a form was saved, on the page to which {@link Paths#saved} led; else nothing. */
  public Flash[] saved(Request request) {
    return request.parameters().has("saved")
        ? new Flash[] {new Flash(Flash.Kind.DONE, messages(request).get("settings.saved"))}
        : new Flash[0];
  }

  public Reply ok(Request request, Screen screen, Flash... flashes) {
    return reply(200, request, screen, flashes);
  }

  /** A form that comes back because of what was typed. */
  public Reply refused(Request request, Screen screen) {
    return reply(422, request, screen);
  }

  public Reply reply(int status, Request request, Screen screen, Flash... flashes) {
    return Reply.html(
        status,
        pages.render(frame.around(request.caller(), request.target(), List.of(flashes)), screen));
  }

  /** Whether a program asks for the data behind a page (ActivityPub section 3.2). */
  public static boolean wantsData(Request request) {
    String accept = request.header("accept").orElse("");
    return !accept.contains("text/html")
        && (accept.contains("application/activity+json") || accept.contains("application/ld+json"));
  }

  /** A failure as a page. The message is for programs: people read our own words. */
  @Override
  public byte[] page(int status, String message, Caller caller) {
    PageView around;
    try {
      around = frame.around(caller, "/", List.of());
    } catch (RuntimeException withoutDatabase) {
      LOG.debug("an error page without its frame", withoutDatabase);
      around = frame.plain(caller.locale());
    }
    return pages.render(around, new ErrorView(status, null, ""));
  }
}
