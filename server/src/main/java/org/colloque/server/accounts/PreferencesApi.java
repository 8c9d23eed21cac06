package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.QuotePolicy;
import org.jspecify.annotations.Nullable;

/** What an app should begin with (Mastodon 4.6, methods/preferences). */
public final class PreferencesApi {
  private final Kit kit;

  public PreferencesApi(Kit kit) {
    this.kit = kit;
  }

  /** The names are Mastodon's, colons and all. How one reads is left to the app. */
  record Preferences(
      @JsonProperty("posting:default:visibility") String visibility,
      @JsonProperty("posting:default:sensitive") boolean sensitive,
      @JsonProperty("posting:default:language") @Nullable String language,
      @JsonProperty("posting:default:quote_policy") String quotePolicy,
      @JsonProperty("reading:expand:media") String media,
      @JsonProperty("reading:expand:spoilers") boolean spoilers,
      @JsonProperty("reading:autoplay:gifs") boolean gifs) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/preferences", Access.user("read", "read:accounts"), this::show));
  }

  private Reply show(Request request) {
    UserId user = request.caller().required().user();
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    tx.sql()
                        .select(
                            USERS.DEFAULT_PRIVACY,
                            USERS.DEFAULT_SENSITIVE,
                            USERS.DEFAULT_LANGUAGE,
                            USERS.DEFAULT_QUOTE_POLICY)
                        .from(USERS)
                        .where(USERS.ID.eq(user.value()))
                        .fetchOptional(row ->
                            new Preferences(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                QuotePolicy.wire(row.value4()),
                                "default",
                                false,
                                false))
                        .orElseThrow(ProblemException::notFound)));
  }
}
