package org.colloque.server.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Db;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.Filters;
import org.colloque.server.filters.MemberFilters;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.statuses.QuotedStatuses.Seen;
import org.colloque.server.statuses.StatusJoiner.Material;
import org.colloque.server.statuses.StatusJoiner.Text;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * Renders statuses for the client API. What is the same for everybody is rendered once and kept as
 * bytes under identifier and version; a page asks PostgreSQL for identifiers, versions and the
 * viewer's flags, and joins bytes. Every change that is seen steps a version, so a stale text is
 * never found, in any process.
 */
public final class StatusEntities {
  private static final long CACHE_BYTES = 64L * 1024 * 1024;
  private static final int KEY_COST = 96;

  /** Within a text the quotation marks would be escaped. */
  private static final String SOME_POLL = ",\"poll\":{";

  private final Db db;
  private final AccountEntities accounts;
  private final StatusFragments fragments;
  private final Filters filters = new Filters();
  private final StatusJoiner joiner;
  private final Cache<StatusRow.Key, Text> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((StatusRow.Key _, Text text) -> text.open().length + KEY_COST)
          .build();

  public StatusEntities(Kit kit, AccountEntities accounts, MediaEntities media) {
    this.db = kit.db();
    this.accounts = accounts;
    this.fragments = new StatusFragments(kit, media);
    this.joiner = new StatusJoiner(kit);
  }

  /**
   * One status, without asking whether the viewer may read it: row-level security hides what is of
   * a group from who is not in it, and nothing else. The caller has asked ({@link
   * ReadStatus#readable}, {@link Visible#to}).
   */
  public Optional<RawJson> one(DSLContext sql, Viewer viewer, StatusId id) {
    return join(sql, viewer, StatusRows.of(sql, viewer, List.of(id.value()))).stream().findFirst();
  }

  /** Statuses in the order of {@code ids}, as {@link #one}; those that are gone are left out. */
  public List<RawJson> list(DSLContext sql, Viewer viewer, List<Long> ids) {
    Map<Long, RawJson> byId = byIds(sql, viewer, ids);
    return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  /** As {@link #list}, by number. */
  public Map<Long, RawJson> byIds(DSLContext sql, Viewer viewer, List<Long> ids) {
    Map<Long, RawJson> byId = new HashMap<>();
    page(sql, viewer, StatusRows.of(sql, viewer, ids)).forEach(byId::put);
    return byId;
  }

  /**
   * The statuses whose identifiers {@code page} selects, newest first.
   *
   * @param page a query of one column, the identifier
   */
  public Map<Long, RawJson> page(DSLContext sql, Viewer viewer, Select<?> page) {
    return page(sql, viewer, StatusRows.of(sql, viewer, page));
  }

  /** The home timeline, by one round trip to the database when everything is rendered already. */
  public Map<Long, RawJson> home(AccountId reader, Cursor cursor) {
    Viewer viewer = Viewer.of(reader);
    return page(viewer, HotPages.home(db, reader, cursor));
  }

  /** The public timeline likewise. */
  public Map<Long, RawJson> listed(Viewer viewer, boolean localOnly, Cursor cursor) {
    return page(viewer, HotPages.listed(db, viewer, localOnly, cursor));
  }

  private Map<Long, RawJson> page(Viewer viewer, HotPages.Hot hot) {
    List<StatusRow> rows = hot.rows();
    Parts parts = parts(rows);
    MemberFilters filters =
        viewer instanceof Viewer.Member(AccountId account)
            ? this.filters.cached(account, hot.filters())
            : MemberFilters.NONE;
    Map<StatusRow.Key, Text> texts = cache.getAllPresent(parts.statuses());
    Map<AccountEntities.Key, RawJson> people = accounts.cached(parts.authors());
    boolean choices = viewer instanceof Viewer.Member && !polls(texts).isEmpty();
    if (choices
        || asksMore(viewer, texts)
        || filters == null
        || texts.size() < parts.statuses().size()
        || people.size() < parts.authors().size()) {
      return db.as(viewer, tx -> page(tx.sql(), viewer, rows));
    }
    Material material = new Material(texts, people, Map.of(), filters, Seen.NOTHING);
    Map<Long, RawJson> byId = new LinkedHashMap<>();
    for (StatusRow row : rows) {
      byId.put(row.key().id(), joiner.join(row, viewer, material));
    }
    return byId;
  }

  private static boolean asksMore(Viewer viewer, Map<StatusRow.Key, Text> texts) {
    return texts.values().stream()
        .anyMatch(
            text -> viewer instanceof Viewer.Member ? text.asksMore() : text.quoted() != null);
  }

  Map<Long, RawJson> page(DSLContext sql, Viewer viewer, List<StatusRow> rows) {
    List<RawJson> joined = join(sql, viewer, rows);
    Map<Long, RawJson> byId = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byId.put(rows.get(i).key().id(), joined.get(i));
    }
    return byId;
  }

  /**
   * One status as each of several members sees it, in the statements of one. Those with the same
   * marks share one text. The caller has checked that they may read it.
   */
  public Map<Long, RawJson> forReaders(DSLContext sql, Collection<Long> readers, StatusId id) {
    if (readers.isEmpty()) {
      return Map.of();
    }
    // the marks are in the rows: here it only matters that a member looks
    Viewer member = Viewer.of(new AccountId(readers.iterator().next()));
    Map<Long, StatusRow> rows = StatusRows.ofReaders(sql, readers, id.value());
    List<StatusRow> distinct = rows.values().stream().distinct().toList();
    Parts parts = parts(distinct);
    Map<StatusRow.Key, Text> rendered = texts(sql, parts.statuses());
    Map<Long, Seen> seen = seen(sql, readers, distinct, rendered, parts.authors());
    Map<AccountEntities.Key, RawJson> people = accounts.byKeys(sql, parts.authors());
    Material unvoted = new Material(rendered, people, Map.of(), MemberFilters.NONE, Seen.NOTHING);
    Map<Long, MemberFilters> filtering = filters.ofReaders(sql, readers);
    Map<StatusRow, RawJson> texts = new HashMap<>();
    for (StatusRow row : distinct) {
      texts.put(row, joiner.join(row, member, unvoted));
    }
    Map<Long, RawJson> byReader = new HashMap<>();
    rows.forEach((reader, row) -> byReader.put(reader, Objects.requireNonNull(texts.get(row))));
    // who has voted, has filters or sees what others may not gets a text of their own
    Map<Long, Map<Long, List<Integer>>> chosen = new HashMap<>();
    filtering.keySet().forEach(reader -> chosen.put(reader, Map.of()));
    seen.keySet().forEach(reader -> chosen.put(reader, Map.of()));
    for (long poll : polls(rendered)) {
      PollQueries.choicesOf(sql, readers, poll)
          .forEach((reader, choices) -> chosen.put(reader, Map.of(poll, choices)));
    }
    chosen.forEach((reader, choices) ->
        byReader.computeIfPresent(
            reader,
            (_, _) ->
                joiner.join(
                    Objects.requireNonNull(rows.get(reader)),
                    member,
                    new Material(
                        rendered,
                        people,
                        choices,
                        filtering.getOrDefault(reader, MemberFilters.NONE),
                        seen.getOrDefault(reader, Seen.NOTHING)))));
    return byReader;
  }

  /** What has to be rendered for a page. */
  private record Parts(Set<StatusRow.Key> statuses, Set<AccountEntities.Key> authors) {}

  private static Parts parts(List<StatusRow> rows) {
    Set<StatusRow.Key> statuses = new HashSet<>();
    Set<AccountEntities.Key> authors = new HashSet<>();
    for (StatusRow row : rows) {
      statuses.add(row.key());
      authors.add(row.account());
      if (row.reblog() != null && row.reblogAccount() != null) {
        statuses.add(row.reblog());
        authors.add(row.reblogAccount());
      }
    }
    return new Parts(statuses, authors);
  }

  private List<RawJson> join(DSLContext sql, Viewer viewer, List<StatusRow> rows) {
    Parts parts = parts(rows);
    Map<StatusRow.Key, Text> texts = texts(sql, parts.statuses());
    long reader =
        viewer instanceof Viewer.Member(AccountId account)
            ? account.value()
            : QuotedStatuses.STRANGER;
    Seen seen =
        seen(sql, List.of(reader), rows, texts, parts.authors()).getOrDefault(reader, Seen.NOTHING);
    List<Long> polls = polls(texts);
    Map<Long, List<Integer>> choices =
        viewer instanceof Viewer.Member(AccountId account) && !polls.isEmpty()
            ? PollQueries.choices(sql, account, polls)
            : Map.of();
    Material material =
        new Material(
            texts, accounts.byKeys(sql, parts.authors()), choices, filters.of(sql, viewer), seen);
    List<RawJson> joined = new ArrayList<>(rows.size());
    for (StatusRow row : rows) {
      joined.add(joiner.join(row, viewer, material));
    }
    return joined;
  }

  /**
   * What readers see of what is quoted in {@code rows}: its texts and authors are added to those of
   * the page. Empty for a page without quotes.
   */
  private Map<Long, Seen> seen(
      DSLContext sql,
      Collection<Long> readers,
      List<StatusRow> rows,
      Map<StatusRow.Key, Text> texts,
      Set<AccountEntities.Key> authors) {
    Set<Long> quoted = quoted(texts.values());
    boolean member = !readers.contains(QuotedStatuses.STRANGER);
    boolean ties =
        member && texts.values().stream().anyMatch(text -> text.approval().asksWhoFollows());
    Map<Long, Seen> seen = new HashMap<>();
    if (quoted.isEmpty() && !ties) {
      return seen;
    }
    readers.forEach(reader -> seen.put(reader, Seen.empty()));
    List<StatusRow> all = new ArrayList<>(rows);
    if (!quoted.isEmpty()) {
      List<StatusRow> shown = shown(sql, readers, seen, quoted);
      Parts parts = parts(shown);
      Map<StatusRow.Key, Text> more = texts(sql, parts.statuses());
      // what is quoted in what is quoted is only named
      Set<Long> named = quoted(more.values());
      named.removeAll(quoted);
      QuotedStatuses.states(sql, seen, named);
      texts.putAll(more);
      authors.addAll(parts.authors());
      all.addAll(shown);
    }
    if (member) {
      QuotedStatuses.ties(sql, seen, asked(all, texts));
    }
    return seen;
  }

  /** Rows of what is quoted, for each reader with their marks. */
  private static List<StatusRow> shown(
      DSLContext sql, Collection<Long> readers, Map<Long, Seen> seen, Set<Long> quoted) {
    QuotedStatuses.states(sql, seen, quoted);
    StatusRows.ofReaders(sql, readers, quoted)
        .forEach((reader, byId) -> {
          Seen ofReader = Objects.requireNonNull(seen.get(reader));
          byId.forEach((id, row) -> {
            if (QuotedStatuses.isShown(ofReader.state(id))) {
              ofReader.rows().put(id, row);
            }
          });
        });
    return seen.values().stream()
        .flatMap(each -> each.rows().values().stream())
        .distinct()
        .toList();
  }

  private static Set<Long> quoted(Collection<Text> texts) {
    Set<Long> quoted = new HashSet<>();
    for (Text text : texts) {
      Long one = text.quoted();
      if (one != null) {
        quoted.add(one);
      }
    }
    return quoted;
  }

  /** The authors whose rule for quotes asks who follows whom. */
  private static Set<Long> asked(List<StatusRow> rows, Map<StatusRow.Key, Text> texts) {
    Set<Long> authors = new HashSet<>();
    for (StatusRow row : rows) {
      StatusRow.@Nullable Key reblog = row.reblog();
      AccountEntities.@Nullable Key account = reblog == null ? row.account() : row.reblogAccount();
      Text text = texts.get(reblog == null ? row.key() : reblog);
      if (account != null && text != null && text.approval().asksWhoFollows()) {
        authors.add(account.id());
      }
    }
    return authors;
  }

  /** Whether a status that was rendered here has a poll, or boosts one that has. */
  static boolean hasPoll(RawJson status) {
    return new String(status.bytes(), StandardCharsets.UTF_8).contains(SOME_POLL);
  }

  private static List<Long> polls(Map<StatusRow.Key, Text> texts) {
    return texts.values().stream()
        .map(Text::poll)
        .filter(Objects::nonNull)
        .map(PollRow::id)
        .toList();
  }

  private Map<StatusRow.Key, Text> texts(DSLContext sql, Set<StatusRow.Key> keys) {
    Map<StatusRow.Key, Text> found = new HashMap<>(cache.getAllPresent(keys));
    Map<Long, StatusRow.Key> missing = new HashMap<>();
    for (StatusRow.Key key : keys) {
      if (!found.containsKey(key)) {
        missing.put(key.id(), key);
      }
    }
    if (!missing.isEmpty()) {
      fragments
          .render(sql, missing.keySet())
          .forEach((key, rendered) -> {
            byte[] json = rendered.json();
            byte[] open = Arrays.copyOf(json, json.length - 1);
            Text text =
                new Text(
                    open,
                    rendered.poll(),
                    rendered.emojis(),
                    rendered.kept(),
                    rendered.approval(),
                    rendered.quote());
            cache.put(key, text);
            found.put(Objects.requireNonNull(missing.get(key.id())), text);
          });
    }
    return found;
  }
}
