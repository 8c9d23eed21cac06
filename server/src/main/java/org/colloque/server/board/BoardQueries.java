package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_CATEGORY_CHOICES;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.GROUP_READS;
import static org.colloque.migrations.Tables.GROUP_TOPICS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.groups.MemberOf;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads the board of a group, under the viewer of one of its members. */
final class BoardQueries {
  /** Unread posts of a topic are counted no further. */
  static final int MOST_UNREAD = 100;

  /** Posts of one topic that are read; a longer one is best continued in a new topic. */
  static final int MOST_POSTS = 10_000;

  private static final int ID_TIME_BITS = 16;

  private static final Statuses FIRST = STATUSES.as("first");

  private BoardQueries() {}

  /**
   * A part of the board.
   *
   * @param slug of one of the usual ones; null for one of the group's own, which has a name
   * @param closed nothing new is written in it
   * @param choice {@code muted}, {@code followed} or null
   */
  record Category(
      long id,
      @Nullable String slug,
      @Nullable String name,
      boolean closed,
      @Nullable String choice) {}

  /**
   * A topic in a list.
   *
   * @param author null when they or the first post are gone
   * @param unread posts of others that the member has not seen
   */
  record Topic(
      long id,
      long conversation,
      long category,
      String title,
      boolean pinned,
      boolean locked,
      int replies,
      @Nullable Long author,
      long last,
      @Nullable Long lastAuthor,
      long lastRead,
      int unread) {}

  static List<Category> categories(DSLContext sql, MemberOf member) {
    return sql.select(
            GROUP_CATEGORIES.ID,
            GROUP_CATEGORIES.SLUG,
            GROUP_CATEGORIES.NAME,
            GROUP_CATEGORIES.ARCHIVED_AT,
            GROUP_CATEGORY_CHOICES.CHOICE)
        .from(GROUP_CATEGORIES)
        .leftJoin(GROUP_CATEGORY_CHOICES)
        .on(GROUP_CATEGORY_CHOICES.CATEGORY_ID.eq(GROUP_CATEGORIES.ID))
        .and(GROUP_CATEGORY_CHOICES.ACCOUNT_ID.eq(member.account().value()))
        .where(GROUP_CATEGORIES.GROUP_ID.eq(group(member)))
        .orderBy(GROUP_CATEGORIES.POSITION, GROUP_CATEGORIES.ID)
        .fetch(row ->
            new Category(
                row.value1(), row.value2(), row.value3(), row.value4() != null, row.value5()));
  }

  /** Those that stand above the others, the latest first. */
  static List<Topic> pinned(DSLContext sql, MemberOf member, Optional<Long> category) {
    return topics(sql, member, of(category).and(GROUP_TOPICS.PINNED), BoardPages.TOPICS);
  }

  /**
   * The others, the one with the latest post first.
   *
   * @param before only those whose latest post is older
   */
  static List<Topic> latest(
      DSLContext sql, MemberOf member, Optional<Long> category, Optional<Long> before) {
    Condition older =
        before.isPresent() ? GROUP_TOPICS.LAST_STATUS_ID.lt(before.get()) : DSL.noCondition();
    return topics(
        sql, member, of(category).and(GROUP_TOPICS.PINNED.isFalse()).and(older), BoardPages.TOPICS);
  }

  static Optional<Topic> topic(DSLContext sql, MemberOf member, long id) {
    return topics(sql, member, GROUP_TOPICS.STATUS_ID.eq(id), 1).stream().findFirst();
  }

  /** The topic in which a post stands. */
  static Optional<Topic> around(DSLContext sql, MemberOf member, long status) {
    return topics(
            sql,
            member,
            GROUP_TOPICS.CONVERSATION_ID.eq(
                DSL.select(STATUSES.CONVERSATION_ID)
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(status))
                    .and(STATUSES.GROUP_ID.eq(group(member)))),
            1)
        .stream()
        .findFirst();
  }

  static List<TopicTree.Node> posts(DSLContext sql, MemberOf member, Topic topic) {
    return sql.select(STATUSES.ID, STATUSES.IN_REPLY_TO_ID, STATUSES.DELETED_AT)
        .from(STATUSES)
        .where(STATUSES.CONVERSATION_ID.eq(topic.conversation()))
        .and(STATUSES.GROUP_ID.eq(group(member)))
        .orderBy(STATUSES.ID)
        .limit(MOST_POSTS)
        .fetch(row -> new TopicTree.Node(row.value1(), row.value2(), row.value3() != null));
  }

  private static Condition of(Optional<Long> category) {
    return category.isPresent() ? GROUP_TOPICS.CATEGORY_ID.eq(category.get()) : DSL.noCondition();
  }

  private static List<Topic> topics(DSLContext sql, MemberOf member, Condition which, int limit) {
    Field<Long> read = DSL.coalesce(GROUP_READS.LAST_READ_ID, DSL.val(joined(sql, member)));
    Field<Long> lastRead = read.as("last_read");
    Field<Integer> unread = unread(member, read).as("unread");
    List<SelectField<?>> columns =
        List.of(
            GROUP_TOPICS.STATUS_ID,
            GROUP_TOPICS.CONVERSATION_ID,
            GROUP_TOPICS.CATEGORY_ID,
            GROUP_TOPICS.TITLE,
            GROUP_TOPICS.PINNED,
            GROUP_TOPICS.LOCKED,
            GROUP_TOPICS.REPLIES,
            FIRST.ACCOUNT_ID,
            GROUP_TOPICS.LAST_STATUS_ID,
            GROUP_TOPICS.LAST_ACCOUNT_ID,
            lastRead,
            unread);
    return sql.select(columns)
        .from(GROUP_TOPICS)
        .leftJoin(GROUP_READS)
        .on(GROUP_READS.TOPIC_ID.eq(GROUP_TOPICS.STATUS_ID))
        .and(GROUP_READS.ACCOUNT_ID.eq(member.account().value()))
        .leftJoin(FIRST)
        .on(FIRST.ID.eq(GROUP_TOPICS.STATUS_ID))
        .and(FIRST.DELETED_AT.isNull())
        .where(GROUP_TOPICS.GROUP_ID.eq(group(member)))
        .and(which)
        .orderBy(GROUP_TOPICS.LAST_STATUS_ID.desc())
        .limit(DSL.inline(limit))
        .fetch(row -> topic(row, lastRead, unread));
  }

  private static Topic topic(Record row, Field<Long> lastRead, Field<Integer> unread) {
    return new Topic(
        row.get(GROUP_TOPICS.STATUS_ID),
        row.get(GROUP_TOPICS.CONVERSATION_ID),
        row.get(GROUP_TOPICS.CATEGORY_ID),
        row.get(GROUP_TOPICS.TITLE),
        row.get(GROUP_TOPICS.PINNED),
        row.get(GROUP_TOPICS.LOCKED),
        row.get(GROUP_TOPICS.REPLIES),
        row.get(FIRST.ACCOUNT_ID),
        row.get(GROUP_TOPICS.LAST_STATUS_ID),
        row.get(GROUP_TOPICS.LAST_ACCOUNT_ID),
        row.get(lastRead),
        row.get(unread));
  }

  private static Field<Integer> unread(MemberOf member, Field<Long> lastRead) {
    Statuses u = STATUSES.as("u");
    return DSL.field(
        DSL.selectCount()
            .from(
                DSL.selectOne()
                    .from(u)
                    .where(u.CONVERSATION_ID.eq(GROUP_TOPICS.CONVERSATION_ID))
                    .and(u.GROUP_ID.eq(GROUP_TOPICS.GROUP_ID))
                    .and(u.ID.gt(lastRead))
                    .and(u.ACCOUNT_ID.ne(member.account().value()))
                    .and(u.DELETED_AT.isNull())
                    .limit(DSL.inline(MOST_UNREAD))
                    .asTable("unread_posts")));
  }

  /** What was there before somebody came is not news for them. */
  private static long joined(DSLContext sql, MemberOf member) {
    return sql.select(GROUP_MEMBERS.JOINED_AT)
            .from(GROUP_MEMBERS)
            .where(GROUP_MEMBERS.GROUP_ID.eq(group(member)))
            .and(GROUP_MEMBERS.ACCOUNT_ID.eq(member.account().value()))
            .fetchSingle()
            .value1()
            .toInstant()
            .toEpochMilli()
        << ID_TIME_BITS;
  }

  static long group(MemberOf member) {
    return member.group().id().value();
  }
}
