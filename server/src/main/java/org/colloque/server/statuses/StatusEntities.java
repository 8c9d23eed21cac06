package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.media.SignedMedia;
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

  private static final byte[] ACCOUNT = bytes(",\"account\":");
  private static final byte[] REBLOG = bytes(",\"reblog\":");
  private static final byte[] NO_REBLOG = bytes(",\"reblog\":null");
  private static final Flag FAVOURITED = Flag.named("favourited");
  private static final Flag REBLOGGED = Flag.named("reblogged");
  private static final Flag MUTED = Flag.named("muted");
  private static final Flag BOOKMARKED = Flag.named("bookmarked");
  private static final Flag PINNED = Flag.named("pinned");
  private static final byte[] POLL = bytes(",\"poll\":");
  private static final byte[] NO_POLL = bytes(",\"poll\":null");

  /** Within a text the quotation marks would be escaped. */
  private static final String SOME_POLL = ",\"poll\":{";

  private static final byte[] FILTERED = bytes(",\"filtered\":");
  private static final byte[] NOTHING = bytes("[]");
  private static final byte[] END = bytes("}");

  /** A member of the viewer's, ready to be copied. */
  private record Flag(byte[] yes, byte[] no) {
    static Flag named(String name) {
      return new Flag(bytes(",\"" + name + "\":true"), bytes(",\"" + name + "\":false"));
    }

    byte[] of(boolean value) {
      return value ? yes : no;
    }
  }

  /**
   * A rendered status.
   *
   * @param open its JSON without the closing brace: members follow
   * @param kept its files are for members of a group only
   */
  private record Text(byte[] open, @Nullable PollRow poll, JsonNode emojis, boolean kept) {}

  /**
   * What a page is made of: texts, people, what the viewer chose in the polls, and what they do not
   * want to read.
   */
  private record Material(
      Map<StatusRow.Key, Text> texts,
      Map<AccountEntities.Key, RawJson> people,
      Map<Long, List<Integer>> choices,
      MemberFilters filters) {}

  private final Kit kit;
  private final Db db;
  private final AccountEntities accounts;
  private final StatusFragments fragments;
  private final Filters filters = new Filters();
  private final FilterTexts filterTexts = new FilterTexts();
  private final SignedMedia signed;
  private final Cache<StatusRow.Key, Text> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((StatusRow.Key _, Text text) -> text.open().length + KEY_COST)
          .build();

  public StatusEntities(Kit kit, AccountEntities accounts, MediaEntities media) {
    this.kit = kit;
    this.db = kit.db();
    this.accounts = accounts;
    this.fragments = new StatusFragments(kit, media);
    this.signed = new SignedMedia(kit);
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
        || filters == null
        || texts.size() < parts.statuses().size()
        || people.size() < parts.authors().size()) {
      return db.as(viewer, tx -> page(tx.sql(), viewer, rows));
    }
    Material material = new Material(texts, people, Map.of(), filters);
    Map<Long, RawJson> byId = new LinkedHashMap<>();
    for (StatusRow row : rows) {
      byId.put(row.key().id(), join(row, viewer, material));
    }
    return byId;
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
    Map<AccountEntities.Key, RawJson> people = accounts.byKeys(sql, parts.authors());
    Material unvoted = new Material(rendered, people, Map.of(), MemberFilters.NONE);
    Map<Long, MemberFilters> filtering = filters.ofReaders(sql, readers);
    Map<StatusRow, RawJson> texts = new HashMap<>();
    for (StatusRow row : distinct) {
      texts.put(row, join(row, member, unvoted));
    }
    Map<Long, RawJson> byReader = new HashMap<>();
    rows.forEach((reader, row) -> byReader.put(reader, Objects.requireNonNull(texts.get(row))));
    // who has voted, or has filters, gets a text of their own
    Map<Long, Map<Long, List<Integer>>> chosen = new HashMap<>();
    filtering.keySet().forEach(reader -> chosen.put(reader, Map.of()));
    for (long poll : polls(rendered)) {
      PollQueries.choicesOf(sql, readers, poll)
          .forEach((reader, choices) -> chosen.put(reader, Map.of(poll, choices)));
    }
    chosen.forEach((reader, choices) ->
        byReader.computeIfPresent(
            reader,
            (_, _) ->
                join(
                    Objects.requireNonNull(rows.get(reader)),
                    member,
                    new Material(
                        rendered,
                        people,
                        choices,
                        filtering.getOrDefault(reader, MemberFilters.NONE)))));
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
    List<Long> polls = polls(texts);
    Map<Long, List<Integer>> choices =
        viewer instanceof Viewer.Member(AccountId account) && !polls.isEmpty()
            ? PollQueries.choices(sql, account, polls)
            : Map.of();
    Material material =
        new Material(
            texts, accounts.byKeys(sql, parts.authors()), choices, filters.of(sql, viewer));
    List<RawJson> joined = new ArrayList<>(rows.size());
    for (StatusRow row : rows) {
      joined.add(join(row, viewer, material));
    }
    return joined;
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
            Text text = new Text(open, rendered.poll(), rendered.emojis(), rendered.kept());
            cache.put(key, text);
            found.put(Objects.requireNonNull(missing.get(key.id())), text);
          });
    }
    return found;
  }

  private RawJson join(StatusRow row, Viewer viewer, Material material) {
    List<byte[]> parts = new ArrayList<>(24);
    begin(parts, row.key(), row, viewer, row.account(), material);
    StatusRow.@Nullable Key reblog = row.reblog();
    AccountEntities.@Nullable Key reblogAccount = row.reblogAccount();
    if (reblog != null && reblogAccount != null) {
      parts.add(REBLOG);
      begin(parts, reblog, row, viewer, reblogAccount, material);
    }
    parts.add(NO_REBLOG);
    byte[] filtered = filtered(row, reblog == null ? row.key() : reblog, material);
    if (reblog != null) {
      end(parts, row, viewer, filtered);
    }
    end(parts, row, viewer, filtered);
    return RawJson.joined(parts);
  }

  private void begin(
      List<byte[]> parts,
      StatusRow.Key key,
      StatusRow row,
      Viewer viewer,
      AccountEntities.Key account,
      Material material) {
    Text text = Objects.requireNonNull(material.texts().get(key));
    parts.add(
        text.kept() && viewer instanceof Viewer.Member(AccountId member)
            ? signed.sign(text.open(), member)
            : text.open());
    PollRow poll = text.poll();
    if (poll == null) {
      parts.add(NO_POLL);
    } else {
      parts.add(POLL);
      parts.add(
          Json.write(
              PollEntity.of(
                  poll,
                  text.emojis(),
                  viewer instanceof Viewer.Member,
                  material.choices().get(poll.id()),
                  row.own(),
                  kit.now())));
    }
    parts.add(ACCOUNT);
    parts.add(Objects.requireNonNull(material.people().get(account)).bytes());
  }

  /** What the viewer's filters find in it; nothing in what they wrote themselves. */
  private byte[] filtered(StatusRow row, StatusRow.Key shown, Material material) {
    if (material.filters().isEmpty() || row.own()) {
      return NOTHING;
    }
    Text text = Objects.requireNonNull(material.texts().get(shown));
    String words = filterTexts.of(shown, text.open(), text.poll());
    return Json.write(material.filters().results(shown.id(), words, kit.now()));
  }

  private static void end(List<byte[]> parts, StatusRow row, Viewer viewer, byte[] filtered) {
    if (viewer instanceof Viewer.Member) {
      parts.add(FAVOURITED.of(row.favourited()));
      parts.add(REBLOGGED.of(row.reblogged()));
      parts.add(MUTED.of(row.muted()));
      parts.add(BOOKMARKED.of(row.bookmarked()));
      if (row.own()) {
        parts.add(PINNED.of(row.pinned()));
      }
      parts.add(FILTERED);
      parts.add(filtered);
    }
    parts.add(END);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
