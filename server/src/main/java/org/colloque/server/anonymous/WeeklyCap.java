package org.colloque.server.anonymous;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.groups.GroupId;

/**
 * How often each member wrote this week: in memory only, so that nothing of it is ever stored. A
 * restart forgets it.
 */
final class WeeklyCap {
  /** Posts of one member in one group in a week. */
  static final int MOST = 3;

  private record Key(GroupId group, AccountId account) {}

  private record Count(int week, int posts) {}

  private final Map<Key, Count> counts = new HashMap<>();

  /** Counts one; false when there were too many. */
  synchronized boolean take(GroupId group, AccountId account, Instant now, ZoneId zone) {
    var today = now.atZone(zone);
    int week =
        today.get(IsoFields.WEEK_BASED_YEAR) * 100 + today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    counts.values().removeIf(count -> count.week() < week - 1);
    Key key = new Key(group, account);
    Count before = counts.getOrDefault(key, new Count(week, 0));
    int posts = before.week() == week ? before.posts() : 0;
    if (posts >= MOST) {
      return false;
    }
    counts.put(key, new Count(week, posts + 1));
    return true;
  }

  /** What was counted came to nothing. */
  synchronized void giveBack(GroupId group, AccountId account) {
    counts.computeIfPresent(
        new Key(group, account), (_, count) -> new Count(count.week(), count.posts() - 1));
  }
}
