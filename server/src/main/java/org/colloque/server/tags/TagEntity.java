package org.colloque.server.tags;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hashtag as clients see it (Mastodon 4.6, entity Tag).
 *
 * @param id empty for one that is used nowhere in public
 * @param history seven days, the newest first
 * @param following missing for a stranger
 */
public record TagEntity(
    String id,
    String name,
    String url,
    List<Day> history,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean following,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean featuring) {
  /** People who used it today and yesterday, each day's counted for themselves. */
  public long lately() {
    return history.stream().limit(2).mapToLong(day -> Long.parseLong(day.accounts())).sum();
  }

  /** Days told of. */
  static final int DAYS = 7;

  /**
   * One day in public.
   *
   * @param day midnight UTC in seconds since 1970
   */
  public record Day(String day, String uses, String accounts) {}
}
