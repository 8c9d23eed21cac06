package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.Escape;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** A post of a member as other sites show it (Mastodon 4.6, methods/oembed): a quotation. */
public final class OembedApi {
  private static final int WIDTH = 400;
  private static final int ONE_DAY_SECONDS = 86_400;
  private static final Pattern PAGE =
      Pattern.compile("/(?:@|users/)[A-Za-z0-9_]+/(?:statuses/)?([0-9]{1,19})");

  private final Kit kit;

  public OembedApi(Kit kit) {
    this.kit = kit;
  }

  /** Mastodon 4.6, entity OEmbed. */
  record Oembed(
      String type,
      String version,
      String authorName,
      String authorUrl,
      String providerName,
      String providerUrl,
      int cacheAge,
      String html,
      int width,
      @Nullable Integer height) {}

  public List<Route> routes() {
    return List.of(Route.get("/api/oembed", Access.api(), this::show));
  }

  /** What everybody may read, and nothing else, whoever asks. */
  private Reply show(Request request) {
    StatusId id = id(request.parameters().required("url")).orElseThrow(ProblemException::notFound);
    int most = request.parameters().integer("maxwidth").filter(width -> width > 0).orElse(WIDTH);
    var s = STATUSES.as("s");
    Record row =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .select(s.URL, s.CONTENT_HTML, s.SPOILER_TEXT)
                        .select(ACCOUNTS.URL, ACCOUNTS.USERNAME, ACCOUNTS.DISPLAY_NAME)
                        .from(s)
                        .join(ACCOUNTS)
                        .on(ACCOUNTS.ID.eq(s.ACCOUNT_ID))
                        .where(s.ID.eq(id.value()))
                        .and(s.LOCAL)
                        .and(s.REBLOG_OF_ID.isNull())
                        .and(Visible.toAll(s))
                        .fetchOptional())
            .orElseThrow(ProblemException::notFound);
    String given = row.get(ACCOUNTS.DISPLAY_NAME);
    String name = given.isBlank() ? row.get(ACCOUNTS.USERNAME) : given;
    String warning = row.get(s.SPOILER_TEXT);
    // a content warning also keeps the text out of other sites
    String said =
        warning.isEmpty() ? row.get(s.CONTENT_HTML) : "<p>" + Escape.html(warning) + "</p>";
    String page = Escape.html(String.valueOf(row.get(s.URL)));
    return Reply.json(
        new Oembed(
            "rich",
            "1.0",
            name,
            row.get(ACCOUNTS.URL),
            kit.urls().host(),
            kit.urls().absolute("/"),
            ONE_DAY_SECONDS,
            "<blockquote cite=\""
                + page
                + "\">"
                + said
                + "<p>— <a href=\""
                + page
                + "\">"
                + Escape.html(name)
                + "</a></p></blockquote>",
            Math.min(most, WIDTH),
            null));
  }

  private Optional<StatusId> id(String url) {
    String base = kit.urls().base();
    if (!url.startsWith(base)) {
      return Optional.empty();
    }
    Matcher page = PAGE.matcher(url.substring(base.length()));
    return page.matches() ? StatusId.parse(page.group(1)) : Optional.empty();
  }
}
