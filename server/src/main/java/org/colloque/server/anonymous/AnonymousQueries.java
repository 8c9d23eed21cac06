package org.colloque.server.anonymous;

import static org.colloque.migrations.Tables.ANONYMOUS_BOARDS;
import static org.colloque.migrations.Tables.ANONYMOUS_HIDES;
import static org.colloque.migrations.Tables.ANONYMOUS_POSTS;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.server.groups.GroupId;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Reads and writes the anonymous part of a board. */
final class AnonymousQueries {
  private AnonymousQueries() {}

  /**
   * Who together can learn an author.
   *
   * @param threshold how many of them it takes
   */
  record Board(int threshold, List<Trustee> trustees) {}

  /**
   * A post that has appeared.
   *
   * @param account of an answer with a name; null for all others
   * @param byAuthor written by the one who wrote what it answers
   */
  record Post(
      long id,
      @Nullable Long parent,
      @Nullable Long account,
      boolean byAuthor,
      Instant appearedAt,
      String html,
      boolean hidden) {}

  static Optional<Board> board(DSLContext sql, GroupId group) {
    return sql.selectFrom(ANONYMOUS_BOARDS)
        .where(ANONYMOUS_BOARDS.GROUP_ID.eq(group.value()))
        .fetchOptional(row -> new Board(row.getThreshold(), trustees(row.getTrustees())));
  }

  private static List<Trustee> trustees(JSONB stored) {
    List<Trustee> trustees = new ArrayList<>();
    for (JsonNode one : Json.read(stored.data().getBytes(StandardCharsets.UTF_8))) {
      trustees.add(new Trustee(one.path("name").asText(), one.path("key").asText()));
    }
    return trustees;
  }

  static void keep(DSLContext sql, GroupId group, Board board) {
    ArrayNode trustees = Json.MAPPER.createArrayNode();
    board
        .trustees()
        .forEach(one -> trustees.addObject().put("name", one.name()).put("key", one.key()));
    sql.insertInto(ANONYMOUS_BOARDS)
        .set(ANONYMOUS_BOARDS.GROUP_ID, group.value())
        .set(ANONYMOUS_BOARDS.THRESHOLD, (short) board.threshold())
        .set(ANONYMOUS_BOARDS.TRUSTEES, JSONB.valueOf(trustees.toString()))
        .onConflict(ANONYMOUS_BOARDS.GROUP_ID)
        .doUpdate()
        .set(ANONYMOUS_BOARDS.THRESHOLD, (short) board.threshold())
        .set(ANONYMOUS_BOARDS.TRUSTEES, JSONB.valueOf(trustees.toString()))
        .execute();
  }

  /** Among how many an author can be. */
  static int members(DSLContext sql, GroupId group) {
    return sql.fetchCount(
        GROUP_MEMBERS,
        GROUP_MEMBERS
            .GROUP_ID
            .eq(group.value())
            .and(GROUP_MEMBERS.ROLE.in("organiser", "moderator", "member")));
  }

  /** The questions of a page, the latest batch first, in the order of chance within one. */
  static List<Post> questions(DSLContext sql, GroupId group, int offset, int limit) {
    return sql.selectFrom(ANONYMOUS_POSTS)
        .where(ANONYMOUS_POSTS.GROUP_ID.eq(group.value()))
        .and(ANONYMOUS_POSTS.PUBLISHED)
        .and(ANONYMOUS_POSTS.PARENT_ID.isNull())
        .orderBy(ANONYMOUS_POSTS.APPEARS_AT.desc(), ANONYMOUS_POSTS.ID)
        .offset(offset)
        .limit(limit)
        .fetch(AnonymousQueries::post);
  }

  static List<Post> answers(DSLContext sql, List<Long> questions) {
    return sql.selectFrom(ANONYMOUS_POSTS)
        .where(ANONYMOUS_POSTS.PARENT_ID.in(questions))
        .and(ANONYMOUS_POSTS.PUBLISHED)
        .orderBy(ANONYMOUS_POSTS.APPEARS_AT, ANONYMOUS_POSTS.ID)
        .fetch(AnonymousQueries::post);
  }

  /** A post that has appeared and is not hidden. */
  static Optional<Post> one(DSLContext sql, GroupId group, long id) {
    return sql.selectFrom(ANONYMOUS_POSTS)
        .where(ANONYMOUS_POSTS.GROUP_ID.eq(group.value()))
        .and(ANONYMOUS_POSTS.ID.eq(id))
        .and(ANONYMOUS_POSTS.PUBLISHED)
        .fetchOptional(AnonymousQueries::post);
  }

  static int hiders(DSLContext sql, long post) {
    return sql.fetchCount(ANONYMOUS_HIDES, ANONYMOUS_HIDES.POST_ID.eq(post));
  }

  private static Post post(org.colloque.migrations.tables.records.AnonymousPostsRecord row) {
    OffsetDateTime appeared = row.getAppearsAt();
    return new Post(
        row.getId(),
        row.getParentId(),
        row.getAccountId(),
        row.getByAuthor(),
        appeared.toInstant(),
        row.getHtml(),
        row.getHiddenAt() != null);
  }
}
