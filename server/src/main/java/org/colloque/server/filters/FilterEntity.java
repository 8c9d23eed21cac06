package org.colloque.server.filters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.colloque.server.http.Json;
import org.jspecify.annotations.Nullable;

/** Filters as clients see them (Mastodon 4.6, entities Filter, FilterKeyword, V1::Filter …). */
final class FilterEntity {
  private FilterEntity() {}

  /** As the member keeps it. */
  record Whole(
      String id,
      String title,
      List<String> context,
      @Nullable Instant expiresAt,
      String filterAction,
      List<Keyword> keywords,
      List<Post> statuses) {}

  record Keyword(String id, String keyword, boolean wholeWord) {}

  record Post(String id, String statusId) {}

  /** One keyword, as clients before version 4 knew filters. */
  record Old(
      String id,
      String phrase,
      List<String> context,
      boolean wholeWord,
      @Nullable Instant expiresAt,
      boolean irreversible) {}

  static Whole whole(Filter filter) {
    return new Whole(
        Long.toString(filter.id()),
        filter.title(),
        contexts(filter),
        filter.expiresAt(),
        filter.action().wire(),
        filter.keywords().stream().map(FilterEntity::keyword).toList(),
        filter.posts().stream().map(FilterEntity::post).toList());
  }

  static Keyword keyword(Filter.Keyword keyword) {
    return new Keyword(Long.toString(keyword.id()), keyword.keyword(), keyword.wholeWord());
  }

  static Post post(Filter.Post post) {
    return new Post(Long.toString(post.id()), Long.toString(post.status()));
  }

  static Old old(Filter filter, Filter.Keyword keyword) {
    return new Old(
        Long.toString(keyword.id()),
        keyword.keyword(),
        contexts(filter),
        keyword.wholeWord(),
        filter.expiresAt(),
        filter.action() == FilterAction.HIDE);
  }

  /** Within a status: without what it looks for. */
  static ObjectNode brief(Filter filter) {
    Instant end = filter.expiresAt();
    ObjectNode brief = Json.object();
    brief.put("id", Long.toString(filter.id()));
    brief.put("title", filter.title());
    contexts(filter).forEach(brief.putArray("context")::add);
    brief.put("expires_at", end == null ? null : Json.moment(end));
    brief.put("filter_action", filter.action().wire());
    return brief;
  }

  private static List<String> contexts(Filter filter) {
    return filter.contexts().stream().map(FilterContext::wire).sorted().toList();
  }
}
