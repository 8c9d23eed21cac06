package org.colloque.server.search;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Acct;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.Visible;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagEntity;
import org.colloque.server.tags.TagQueries;
import org.colloque.server.text.HashtagName;

/**
 * Finds people, hashtags and single statuses for the client API and for the pages alike. Other
 * servers are asked before a transaction is open.
 */
public final class Search {
  /** Longest text that is searched for, in UTF-16 units. */
  public static final int MAX_QUERY = 1_000;

  private final Kit kit;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final TagEntities tags;

  public Search(Kit kit, AccountEntities accounts, StatusEntities statuses, TagEntities tags) {
    this.kit = kit;
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

  /**
   * @param type {@code accounts}, {@code statuses} or {@code hashtags}; empty for all
   * @param author whose statuses are looked for
   */
  record Asked(
      String text,
      Optional<String> type,
      boolean following,
      Optional<Long> author,
      int limit,
      int offset) {
    boolean wants(String what) {
      return type.isEmpty() || type.get().equals(what);
    }
  }

  static boolean isUrl(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }

  Result find(Viewer viewer, Asked asked) {
    return kit.db()
        .as(
            viewer,
            tx ->
                new Result(
                    asked.wants("accounts") ? accounts(tx, viewer, asked) : List.of(),
                    asked.wants("statuses") ? statuses(tx, viewer, asked) : List.of(),
                    asked.wants("hashtags") ? hashtags(tx, viewer, asked) : List.of(),
                    List.of()));
  }

  List<RawJson> accounts(Tx tx, Viewer viewer, Asked asked) {
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

  /** Members only: who consented to be found consented to be found by them. */
  private List<RawJson> statuses(Tx tx, Viewer viewer, Asked asked) {
    return switch (viewer) {
      case Viewer.Stranger _ -> List.of();
      case Viewer.Member member ->
          statuses.list(
              tx.sql(),
              viewer,
              new StatusSearch(
                      tx.sql(),
                      member,
                      kit.urls().host(),
                      Question.of(asked.text()),
                      asked.author())
                  .find(asked.limit(), asked.offset()));
    };
  }

  private List<TagEntity> hashtags(Tx tx, Viewer viewer, Asked asked) {
    String name = asked.text().startsWith("#") ? asked.text().substring(1) : asked.text();
    return HashtagName.isValid(name)
        ? tags.list(
            tx.sql(), viewer, TagQueries.byPrefix(tx.sql(), name, asked.limit(), asked.offset()))
        : List.of();
  }

  /** A whole handle of another server that we do not know: its server is asked. */
  void discover(Resolver resolver, String text) {
    Acct.parse(text, kit.urls().host())
        .filter(handle -> !handle.isLocal())
        .ifPresent(handle -> resolver.accountByHandle(handle.toString()));
  }

  /**
   * Exactly what is at the address, and nothing else.
   *
   * @param resolver knows whether other servers are asked
   */
  Result byUrl(Viewer viewer, Resolver resolver, String url, Optional<String> type) {
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
    List<Long> accountIds = account.stream().map(AccountId::value).toList();
    return kit.db()
        .as(
            viewer,
            tx ->
                new Result(
                    accounts.list(tx.sql(), accountIds),
                    status
                        .filter(id -> mayRead(tx, viewer, id))
                        .flatMap(id -> statuses.one(tx.sql(), viewer, id))
                        .map(List::of)
                        .orElse(List.of()),
                    List.of(),
                    List.of()));
  }

  private static Optional<StatusId> readable(Tx tx, Viewer viewer, String url) {
    Statuses s = STATUSES.as("s");
    return tx.sql()
        .select(s.ID)
        .from(s)
        .where(ReadStatus.isAt(s, url))
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
}
