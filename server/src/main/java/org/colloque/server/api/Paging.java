package org.colloque.server.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Urls;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/**
 * One page of a list, asked for by cursor as Mastodon does (semantics.md, section 4). A handler
 * reads it with {@link #of}, queries with {@link #condition}, {@link #order} and {@link #limit()},
 * puts the rows {@link #newestFirst}, and adds the Link header with {@link #link} or {@link
 * #linkUntilLast}.
 */
public final class Paging {
  private static final Set<String> NOT_KEPT =
      Set.of("max_id", "since_id", "min_id", "access_token", "bearer_token");

  private final Optional<Long> maxId;
  private final Optional<Long> sinceId;
  private final Optional<Long> minId;
  private final int limit;
  private final String path;
  private final String query;

  private Paging(Parameters parameters, int limit, String path, String query) {
    this.maxId = parameters.id("max_id");
    this.sinceId = parameters.id("since_id");
    this.minId = parameters.id("min_id");
    this.limit = limit;
    this.path = path;
    this.query = query;
  }

  /**
   * Reads {@code max_id}, {@code since_id}, {@code min_id} and {@code limit}.
   *
   * @param otherwise the limit when none is asked for
   * @param largest the limit that is never exceeded
   */
  public static Paging of(Request request, int otherwise, int largest) {
    Parameters parameters = request.parameters();
    return new Paging(
        parameters, parameters.limit(otherwise, largest), request.path(), request.query());
  }

  /** Rows of a page at most. */
  public int limit() {
    return limit;
  }

  /**
   * As {@link #limit()}, written into the statement: the plan that PostgreSQL keeps takes a limit
   * it does not know for a tenth of the table, and reads it from end to end.
   */
  public Param<Integer> rows() {
    return DSL.inline(limit);
  }

  /** Only what is older than this. */
  public Optional<Long> maxId() {
    return maxId;
  }

  /** Only what is newer than this, the newest first; not used when there is a {@link #minId()}. */
  public Optional<Long> sinceId() {
    return sinceId;
  }

  /** Only what is next newer than this. */
  public Optional<Long> minId() {
    return minId;
  }

  /** Which rows belong to the page, by the column that the cursor is taken from. */
  public Condition condition(Field<Long> id) {
    Condition condition = DSL.noCondition();
    if (maxId.isPresent()) {
      condition = condition.and(id.lt(maxId.get()));
    }
    Optional<Long> newerThan = minId.or(() -> sinceId);
    if (newerThan.isPresent()) {
      condition = condition.and(id.gt(newerThan.get()));
    }
    return condition;
  }

  /** The order of the query: the oldest first when a page next to {@code min_id} is asked for. */
  public SortField<Long> order(Field<Long> id) {
    return minId.isPresent() ? id.asc() : id.desc();
  }

  /** The rows of a query by {@link #order}, the newest first as every answer has them. */
  public <T> List<T> newestFirst(List<T> rows) {
    return minId.isPresent() ? rows.reversed() : rows;
  }

  /**
   * Adds the Link header of timelines and notifications: {@code next} and {@code prev} whenever
   * there is a row.
   *
   * @param cursors of the rows that were read, the newest first
   */
  public Reply link(Reply reply, Urls urls, List<Long> cursors) {
    return cursors.isEmpty() ? reply : reply.with("link", header(urls, cursors, true));
  }

  /**
   * Adds the Link header of lists of relations: {@code next} only when the page is full.
   *
   * @param cursors of the rows that were read, the newest first
   */
  public Reply linkUntilLast(Reply reply, Urls urls, List<Long> cursors) {
    return cursors.isEmpty()
        ? reply
        : reply.with("link", header(urls, cursors, cursors.size() >= limit));
  }

  private String header(Urls urls, List<Long> cursors, boolean next) {
    List<String> links = new ArrayList<>();
    if (next) {
      links.add(address(urls, "max_id", cursors.getLast()) + "; rel=\"next\"");
    }
    links.add(address(urls, "min_id", cursors.getFirst()) + "; rel=\"prev\"");
    return String.join(", ", links);
  }

  private String address(Urls urls, String parameter, long cursor) {
    StringBuilder address = new StringBuilder("<").append(urls.absolute(safe(path))).append('?');
    for (String pair : query.split("&", -1)) {
      String name = pair.split("=", 2)[0];
      if (!name.isEmpty() && !NOT_KEPT.contains(name)) {
        address.append(safe(pair)).append('&');
      }
    }
    return address.append(parameter).append('=').append(cursor).append('>').toString();
  }

  /** Whatever the client sent, nothing of it may end the address or the header. */
  private static String safe(String raw) {
    StringBuilder safe = new StringBuilder();
    for (byte octet : raw.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c >= '0' && c <= '9'
          || c >= 'A' && c <= 'Z'
          || c >= 'a' && c <= 'z'
          || "-._~%=/+:@!$'*".indexOf(c) >= 0) {
        safe.append(c);
      } else {
        safe.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
      }
    }
    return safe.toString();
  }
}
