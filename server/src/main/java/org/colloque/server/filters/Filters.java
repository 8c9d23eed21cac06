package org.colloque.server.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The filters of members, compiled once and kept under their version: a page asks for the version
 * only, which steps with every change, in whichever process.
 */
public final class Filters {
  private static final int MEMBERS = 10_000;

  private record Key(long account, long version) {}

  private final Cache<Key, MemberFilters> cache =
      Caffeine.newBuilder().maximumSize(MEMBERS).build();

  /** Those of the viewer. */
  public MemberFilters of(DSLContext sql, Viewer viewer) {
    return viewer instanceof Viewer.Member(AccountId account)
        ? of(sql, account, FilterQueries.version(sql, account))
        : MemberFilters.NONE;
  }

  /** Null when they have to be read first. */
  public @Nullable MemberFilters cached(AccountId account, long version) {
    return version == 0
        ? MemberFilters.NONE
        : cache.getIfPresent(new Key(account.value(), version));
  }

  /** Of these accounts, those who have filters. */
  public Map<Long, MemberFilters> ofReaders(DSLContext sql, Collection<Long> readers) {
    Map<Long, MemberFilters> filters = new HashMap<>();
    FilterQueries.versions(sql, readers)
        .forEach((reader, version) -> filters.put(reader, of(sql, new AccountId(reader), version)));
    return filters;
  }

  private MemberFilters of(DSLContext sql, AccountId account, long version) {
    MemberFilters kept = cached(account, version);
    if (kept == null) {
      // a change in between leaves newer filters under the older version, which is asked for by
      // nobody who comes later
      kept = new MemberFilters(FilterQueries.of(sql, account));
      cache.put(new Key(account.value(), version), kept);
    }
    return kept;
  }
}
