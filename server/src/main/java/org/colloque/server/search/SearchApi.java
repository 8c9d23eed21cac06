package org.colloque.server.search;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Acct;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.Visible;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagEntity;
import org.colloque.server.tags.TagQueries;
import org.colloque.server.text.HashtagName;

/**
 * Search in the client API (semantics.md, section 12). Other servers are asked before a transaction
 * is open, and only for members who ask for it.
 */
public final class SearchApi {
  /** Longest text that is searched for, in UTF-16 units. */
  public static final int MAX_QUERY = 1_000;

  /** Results that can be skipped. */
  public static final int MAX_OFFSET = 5_000;

  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;
  private static final int ACCOUNTS_LIMIT = 40;
  private static final int MAX_ACCOUNTS_LIMIT = 80;

  private final Kit kit;
  private final Resolver resolver;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final TagEntities tags;

  public SearchApi(
      Kit kit,
      Resolver resolver,
      AccountEntities accounts,
      StatusEntities statuses,
      TagEntities tags) {
    this.kit = kit;
    this.resolver = resolver;
    this.accounts = accounts;
    this.statuses = statuses;
    this.tags = tags;
  }

  /** What was found (Mastodon 4.6, entity Search); there are no collections here. */
  record Result(
      List<RawJson> accounts,
      List<RawJson> statuses,
      List<TagEntity> hashtags,
      List<RawJson> collections) {}

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
    if (resolve && isUrl(text)) {
      return byUrl(viewer, text, type);
    }
    Asked asked =
        new Asked(
            text,
            type,
            parameters.flag("following", false),
            parameters.limit(LIMIT, MAX_LIMIT),
            type.isPresent() ? offset : 0);
    if (resolve && asked.wants("accounts")) {
      discover(text);
    }
    return kit.db().as(viewer, tx -> Reply.json(find(tx, viewer, asked)));
  }

  /**
   * @param type {@code accounts}, {@code statuses} or {@code hashtags}; empty for all
   */
  private record Asked(
      String text, Optional<String> type, boolean following, int limit, int offset) {
    boolean wants(String what) {
      return type.isEmpty() || type.get().equals(what);
    }
  }

  private Result find(Tx tx, Viewer viewer, Asked asked) {
    return new Result(
        asked.wants("accounts") ? findAccounts(tx, viewer, asked) : List.of(),
        // the text of statuses is not searched yet
        List.of(),
        asked.wants("hashtags") ? findTags(tx, viewer, asked) : List.of(),
        List.of());
  }

  private List<RawJson> findAccounts(Tx tx, Viewer viewer, Asked asked) {
    if (asked.text().startsWith("#")) {
      return List.of();
    }
    return accounts.list(
        tx.sql(),
        AccountSearch.find(
            tx.sql(),
            viewer,
            new AccountSearch.Query(
                asked.text(),
                kit.urls().host(),
                asked.following(),
                asked.limit(),
                asked.offset())));
  }

  private List<TagEntity> findTags(Tx tx, Viewer viewer, Asked asked) {
    String name = asked.text().startsWith("#") ? asked.text().substring(1) : asked.text();
    return HashtagName.isValid(name)
        ? tags.list(
            tx.sql(), viewer, TagQueries.byPrefix(tx.sql(), name, asked.limit(), asked.offset()))
        : List.of();
  }

  private Reply accounts(Request request) {
    Parameters parameters = request.parameters();
    String text = text(parameters);
    Viewer viewer = request.caller().viewer();
    if (parameters.flag("resolve", false)) {
      discover(text);
    }
    Asked asked =
        new Asked(
            text,
            Optional.of("accounts"),
            parameters.flag("following", false),
            parameters.limit(ACCOUNTS_LIMIT, MAX_ACCOUNTS_LIMIT),
            offset(parameters));
    return kit.db().as(viewer, tx -> Reply.json(findAccounts(tx, viewer, asked)));
  }

  /** A whole handle of another server that we do not know: its server is asked. */
  private void discover(String text) {
    Acct.parse(text, kit.urls().host())
        .filter(handle -> !handle.isLocal())
        .ifPresent(handle -> resolver.accountByHandle(handle.toString()));
  }

  /** Exactly what is at the address, and nothing else. */
  private Reply byUrl(Viewer viewer, String url, Optional<String> type) {
    boolean wantsStatus = type.isEmpty() || type.get().equals("statuses");
    boolean wantsAccount = type.isEmpty() || type.get().equals("accounts");
    Optional<StatusId> readable =
        wantsStatus ? kit.db().as(viewer, tx -> readable(tx, viewer, url)) : Optional.empty();
    Optional<AccountId> account =
        readable.isEmpty() && wantsAccount ? resolver.accountByUrl(url) : Optional.empty();
    Optional<StatusId> status =
        readable.isEmpty() && account.isEmpty() && wantsStatus
            ? resolver.statusByUrl(url)
            : readable;
    List<Long> accountIds = new ArrayList<>();
    account.ifPresent(id -> accountIds.add(id.value()));
    return kit.db()
        .as(
            viewer,
            tx ->
                Reply.json(
                    new Result(
                        accounts.list(tx.sql(), accountIds),
                        status
                            .filter(id -> mayRead(tx, viewer, id))
                            .flatMap(id -> statuses.one(tx.sql(), viewer, id))
                            .map(List::of)
                            .orElse(List.of()),
                        List.of(),
                        List.of())));
  }

  private static Optional<StatusId> readable(Tx tx, Viewer viewer, String url) {
    Statuses s = STATUSES.as("s");
    return tx.sql()
        .select(s.ID)
        .from(s)
        .where(s.URI.eq(url).or(s.URL.eq(url)))
        .and(Visible.to(viewer, s))
        .limit(1)
        .fetchOptional(s.ID)
        .map(StatusId::new);
  }

  private static boolean mayRead(Tx tx, Viewer viewer, StatusId id) {
    Statuses s = STATUSES.as("s");
    return tx.sql()
        .fetchExists(
            tx.sql().selectOne().from(s).where(s.ID.eq(id.value())).and(Visible.to(viewer, s)));
  }

  private static String text(Parameters parameters) {
    String text = parameters.required("q").strip();
    if (text.length() > MAX_QUERY) {
      throw ProblemException.of(400, "The search is longer than " + MAX_QUERY + " characters");
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

  private static boolean isUrl(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }
}
