package org.colloque.server.discovery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.accounts.Acct;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What members post for everybody, for feed readers (RFC 4287): of one profile, or with a hashtag.
 * Read from the view that has no private rows; the same for whoever asks.
 */
public final class AtomFeeds {
  private static final String TYPE = "application/atom+xml; charset=utf-8";
  private static final int ENTRIES = 20;

  private final Kit kit;

  public AtomFeeds(Kit kit) {
    this.kit = kit;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/@:handle/feed.atom", Access.anyone(), this::profile),
        Route.get("/tags/:tag/feed.atom", Access.anyone(), this::tag));
  }

  private record Author(long id, String username, String name) {}

  private Reply profile(Request request) {
    String username =
        Acct.parse(request.pathParameter("handle"), kit.urls().host())
            .filter(Acct::isLocal)
            .map(Acct::username)
            .orElseThrow(ProblemException::notFound);
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              Author author = author(tx, username).orElseThrow(ProblemException::notFound);
              Condition own =
                  FEDERATED_STATUSES
                      .ACCOUNT_ID
                      .eq(author.id())
                      .and(
                          FEDERATED_STATUSES
                              .IN_REPLY_TO_ID
                              .isNull()
                              .or(FEDERATED_STATUSES.IN_REPLY_TO_ACCOUNT_ID.eq(author.id())));
              String path = "/@" + author.username();
              return answer(request, author.name(), path, entries(tx, own));
            });
  }

  private static Optional<Author> author(Tx tx, String username) {
    return tx.sql()
        .select(ACCOUNTS.ID, ACCOUNTS.USERNAME, ACCOUNTS.DISPLAY_NAME)
        .from(ACCOUNTS)
        .where(DSL.lower(ACCOUNTS.USERNAME).eq(username.toLowerCase(Locale.ROOT)))
        .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(""))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .fetchOptional(row ->
            new Author(
                row.value1(), row.value2(), row.value3().isBlank() ? row.value2() : row.value3()));
  }

  private Reply tag(Request request) {
    String name = request.pathParameter("tag");
    if (!HashtagName.isValid(name)) {
      throw ProblemException.notFound();
    }
    Condition tagged =
        FEDERATED_STATUSES
            .ID
            .in(
                DSL.select(STATUS_TAGS.STATUS_ID)
                    .from(STATUS_TAGS)
                    .join(TAGS)
                    .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
                    .where(TAGS.NAME.eq(HashtagName.normalize(name))))
            .and(ACCOUNTS.SILENCED_AT.isNull());
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                answer(
                    request,
                    "#" + name,
                    "/tags/" + HashtagName.normalize(name),
                    entries(tx, tagged)));
  }

  /** The newest, public ones of members who stand. */
  private static List<AtomWriter.Entry> entries(Tx tx, Condition which) {
    Field<String[]> tags =
        DSL.array(
            DSL.select(TAGS.NAME)
                .from(STATUS_TAGS)
                .join(TAGS)
                .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
                .where(STATUS_TAGS.STATUS_ID.eq(FEDERATED_STATUSES.ID))
                .orderBy(TAGS.NAME));
    return tx.sql()
        .select(FEDERATED_STATUSES.URI, FEDERATED_STATUSES.URL, FEDERATED_STATUSES.CONTENT_HTML)
        .select(FEDERATED_STATUSES.SPOILER_TEXT, FEDERATED_STATUSES.LANGUAGE)
        .select(FEDERATED_STATUSES.CREATED_AT, FEDERATED_STATUSES.EDITED_AT)
        .select(ACCOUNTS.USERNAME, ACCOUNTS.DISPLAY_NAME, ACCOUNTS.URL, tags)
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .where(which)
        .and(FEDERATED_STATUSES.LOCAL)
        .and(FEDERATED_STATUSES.AUDIENCE.eq(DSL.inline("public")))
        .and(FEDERATED_STATUSES.REBLOG_OF_ID.isNull())
        .and(FEDERATED_STATUSES.DELETED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .orderBy(FEDERATED_STATUSES.ID.desc())
        .limit(DSL.inline(ENTRIES))
        .fetch(row -> {
          Instant published = row.get(FEDERATED_STATUSES.CREATED_AT).toInstant();
          var edited = row.get(FEDERATED_STATUSES.EDITED_AT);
          String name = row.get(ACCOUNTS.DISPLAY_NAME);
          return new AtomWriter.Entry(
              row.get(FEDERATED_STATUSES.URI),
              row.get(FEDERATED_STATUSES.URL),
              name.isBlank() ? row.get(ACCOUNTS.USERNAME) : name,
              row.get(ACCOUNTS.URL),
              published,
              edited == null ? published : edited.toInstant(),
              row.get(FEDERATED_STATUSES.SPOILER_TEXT),
              row.get(FEDERATED_STATUSES.CONTENT_HTML),
              row.get(FEDERATED_STATUSES.LANGUAGE),
              List.of(row.get(tags)));
        });
  }

  private Reply answer(Request request, String title, String path, List<AtomWriter.Entry> entries) {
    String page = kit.urls().absolute(path);
    byte[] feed = AtomWriter.feed(title, page, page + "/feed.atom", kit.now(), entries);
    return Answers.unlessKnown(request, Answers.shared(TYPE, feed));
  }
}
