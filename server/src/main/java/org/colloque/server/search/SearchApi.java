package org.colloque.server.search;

import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/**
 * Search in the client API (semantics.md, section 12). Other servers are asked before a transaction
 * is open, and only for members who ask for it.
 */
public final class SearchApi {
  /** Results that can be skipped. */
  public static final int MAX_OFFSET = 5_000;

  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;
  private static final int ACCOUNTS_LIMIT = 40;
  private static final int MAX_ACCOUNTS_LIMIT = 80;

  private final Kit kit;
  private final Resolver resolver;
  private final Search search;

  public SearchApi(Kit kit, Resolver resolver, Search search) {
    this.kit = kit;
    this.resolver = resolver;
    this.search = search;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v2/search", Access.api("read", "read:search"), this::search),
        Route.get("/api/v1/accounts/search", Access.user("read", "read:accounts"), this::accounts));
  }

  private Reply search(Request request) {
    Parameters parameters = request.parameters();
    String text = text(parameters);
    Viewer viewer = request.caller().viewer();
    boolean resolve = parameters.flag("resolve", false);
    Optional<String> type = parameters.text("type").filter(value -> !value.isEmpty());
    int offset = offset(parameters);
    refuseStrangers(viewer, resolve, parameters.has("offset"));
    if (resolve && Search.isUrl(text)) {
      return Reply.json(search.byUrl(viewer, resolver, text, type));
    }
    Search.Asked asked =
        new Search.Asked(
            text,
            type,
            parameters.flag("following", false),
            parameters.text("account_id").flatMap(Decimal::parse),
            parameters.limit(LIMIT, MAX_LIMIT),
            type.isPresent() ? offset : 0);
    if (resolve && asked.wants("accounts")) {
      search.discover(resolver, text);
    }
    return Reply.json(search.find(viewer, asked));
  }

  private Reply accounts(Request request) {
    Parameters parameters = request.parameters();
    String text = text(parameters);
    Viewer viewer = request.caller().viewer();
    if (parameters.flag("resolve", false)) {
      search.discover(resolver, text);
    }
    Search.Asked asked =
        new Search.Asked(
            text,
            Optional.of("accounts"),
            parameters.flag("following", false),
            Optional.empty(),
            parameters.limit(ACCOUNTS_LIMIT, MAX_ACCOUNTS_LIMIT),
            offset(parameters));
    return kit.db().as(viewer, tx -> Reply.json(search.accounts(tx, viewer, asked)));
  }

  private static String text(Parameters parameters) {
    String text = parameters.required("q").strip();
    if (text.length() > Search.MAX_QUERY) {
      throw ProblemException.of(
          400, "The search is longer than " + Search.MAX_QUERY + " characters");
    }
    return text;
  }

  private static int offset(Parameters parameters) {
    int offset = parameters.integer("offset").orElse(0);
    if (offset < 0 || parameters.integer("limit").orElse(0) < 0) {
      throw ProblemException.of(400, "Neither limit nor offset can be negative");
    }
    if (offset > MAX_OFFSET) {
      throw ProblemException.of(400, "The offset can be " + MAX_OFFSET + " at most");
    }
    return offset;
  }

  private static void refuseStrangers(Viewer viewer, boolean resolve, boolean offset) {
    if (viewer instanceof Viewer.Member) {
      return;
    }
    if (offset) {
      throw ProblemException.of(
          401, "Search queries pagination is not supported without authentication");
    }
    if (resolve) {
      throw ProblemException.of(
          401,
          "Search queries that resolve remote resources are not supported without authentication");
    }
  }
}
