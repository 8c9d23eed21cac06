package org.colloque.server.suggestions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.suggestions.Suggestions.Source;
import org.colloque.server.suggestions.Suggestions.Suggestion;

/** Whom to follow (Mastodon 4.6, methods/suggestions). */
public final class SuggestionsApi {
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;

  /** When Mastodon deprecated the first form, as RFC 9745 writes it. */
  private static final String DEPRECATED = "@1621123200";

  private final Kit kit;
  private final AccountEntities accounts;

  public SuggestionsApi(Kit kit, AccountEntities accounts) {
    this.kit = kit;
    this.accounts = accounts;
  }

  public List<Route> routes() {
    Access read = Access.user("read", "read:accounts");
    return List.of(
        Route.get(
            "/api/v1/suggestions",
            read,
            request ->
                Reply.json(list(request).stream().map(each -> each.get("account")).toList())
                    .with("deprecation", DEPRECATED)),
        Route.get("/api/v2/suggestions", read, request -> Reply.json(list(request))),
        Route.delete(
            "/api/v1/suggestions/:account_id",
            Access.user("write", "write:accounts"),
            this::dismiss));
  }

  private List<ObjectNode> list(Request request) {
    int limit = request.parameters().limit(LIMIT, MAX_LIMIT);
    int offset = Math.clamp(request.parameters().integer("offset").orElse(0), 0, Suggestions.MOST);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<Suggestion> page =
                  Suggestions.of(tx.sql(), request.caller().required().account(), kit.now())
                      .stream()
                      .skip(offset)
                      .limit(limit)
                      .toList();
              Map<Long, RawJson> shown =
                  accounts.byIds(tx.sql(), page.stream().map(Suggestion::account).toList());
              List<ObjectNode> entities = new ArrayList<>();
              for (Suggestion each : page) {
                RawJson account = shown.get(each.account());
                if (account != null) {
                  entities.add(entity(each, account));
                }
              }
              return entities;
            });
  }

  private static ObjectNode entity(Suggestion suggestion, RawJson account) {
    Source first = suggestion.sources().iterator().next();
    ObjectNode entity = Json.object().put("source", formerly(first));
    ArrayNode sources = entity.putArray("sources");
    suggestion.sources().forEach(source -> sources.add(source.name().toLowerCase(Locale.ROOT)));
    return entity.putPOJO("account", account);
  }

  /** The words before 4.3. */
  private static String formerly(Source source) {
    return switch (source) {
      case FEATURED -> "staff";
      case FRIENDS_OF_FRIENDS -> "past_interactions";
      case MOST_FOLLOWED -> "global";
    };
  }

  /** The same answer for who is not there: it tells nothing. */
  private Reply dismiss(Request request) {
    long account =
        Decimal.parse(request.pathParameter("account_id")).orElseThrow(ProblemException::notFound);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> Suggestions.dismiss(tx.sql(), request.caller().required().account(), account));
    return Reply.json(Map.of());
  }
}
