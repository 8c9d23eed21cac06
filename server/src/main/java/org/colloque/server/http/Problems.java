package org.colloque.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.SlowStatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The one place where a failure becomes a status and a body: JSON, HTML or text. */
public final class Problems {
  /** Makes the error pages: knows layout and languages. */
  @FunctionalInterface
  public interface ErrorPages {
    byte[] page(int status, String message, Caller caller);
  }

  /**
   * Seconds after which a client may try again when the server is overloaded or has no database.
   */
  public static final int RETRY_AFTER_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final ErrorPages pages;

  public Problems(ErrorPages pages) {
    this.pages = pages;
  }

  /** What {@code failure} looks like to the caller. An unknown one is logged and says nothing. */
  public Reply reply(Throwable failure, Access access, Caller caller) {
    return switch (failure) {
      case RedirectException redirect -> Reply.redirect(redirect.location());
      case ProblemException problem -> reply(problem, access, caller);
      case DatabaseUnavailableException unavailable -> {
        LOG.atLevel(unavailable.isNoNews() ? Level.DEBUG : Level.ERROR)
            .log("the database is not available", unavailable);
        yield reply(overloaded(), access, caller);
      }
      case SlowStatementException slow -> {
        LOG.warn("a statement took too long", slow);
        yield reply(overloaded(), access, caller);
      }
      case Throwable unknown -> {
        LOG.error("unexpected failure", unknown);
        yield reply(
            ProblemException.of(500, "We're sorry, but something went wrong on our end."),
            access,
            caller);
      }
    };
  }

  /** 503 with Retry-After. */
  public static ProblemException overloaded() {
    return ProblemException.of(
            503, "There was a temporary problem serving your request, please try again")
        .withHeader("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
  }

  private Reply reply(ProblemException problem, Access access, Caller caller) {
    Reply reply =
        access.isPage()
            ? Reply.html(problem.status(), pages.page(problem.status(), problem.message(), caller))
            : Reply.json(problem.status(), json(problem));
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static ObjectNode json(ProblemException problem) {
    ObjectNode body = Json.object().put("error", problem.message());
    problem.details().forEach(body::set);
    return body;
  }

  /** Plain answers before a route is known: nothing but the status can be said. */
  static Reply plain(int status, @Nullable String message) {
    return Reply.json(status, Json.object().put("error", message == null ? "Not Found" : message));
  }
}
