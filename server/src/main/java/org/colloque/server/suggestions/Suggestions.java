package org.colloque.server.suggestions;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.SUGGESTION_DISMISSALS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.migrations.tables.Follows;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Finds whom a member might want to follow, in four statements whatever the size. */
public final class Suggestions {
  /** Suggestions in all. */
  public static final int MOST = 120;

  /** The newest follows that are looked at, of the member and of each of those they follow. */
  private static final int FOLLOWS_LOOKED_AT = 100;

  /** So many of those who wrote last are looked at for the most followed of them. */
  private static final int ACTIVE_LOOKED_AT = 500;

  /** Who has not written for longer is not suggested for being active. */
  private static final Duration LATELY = Duration.ofDays(30);

  private Suggestions() {}

  /** Why somebody is suggested, in the order in which they are. */
  public enum Source {
    FEATURED,
    FRIENDS_OF_FRIENDS,
    MOST_FOLLOWED
  }

  /** Somebody to follow, with the reasons. */
  public record Suggestion(long account, Set<Source> sources) {}

  /** For {@code member}, the likeliest first. */
  public static List<Suggestion> of(DSLContext sql, AccountId member, Instant now) {
    Map<Long, Set<Source>> found = new LinkedHashMap<>();
    add(found, Source.FEATURED, featured(sql));
    add(found, Source.FRIENDS_OF_FRIENDS, friendsOfFriends(sql, member));
    add(found, Source.MOST_FOLLOWED, active(sql, now));
    Set<Long> wanted = wanted(sql, member, found.keySet());
    List<Suggestion> suggestions = new ArrayList<>();
    found.forEach((account, sources) -> {
      if (wanted.contains(account) && suggestions.size() < MOST) {
        suggestions.add(new Suggestion(account, sources));
      }
    });
    return suggestions;
  }

  /** The member does not want this one to be suggested; nothing happens for who is not there. */
  public static void dismiss(DSLContext sql, AccountId member, long account) {
    sql.insertInto(
            SUGGESTION_DISMISSALS,
            SUGGESTION_DISMISSALS.ACCOUNT_ID,
            SUGGESTION_DISMISSALS.TARGET_ACCOUNT_ID)
        .select(
            DSL.select(DSL.val(member.value()), ACCOUNTS.ID)
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(account)))
        .onConflictDoNothing()
        .execute();
  }

  private static void add(Map<Long, Set<Source>> found, Source source, List<Long> accounts) {
    accounts.forEach(
        account -> found.computeIfAbsent(account, _ -> EnumSet.noneOf(Source.class)).add(source));
  }

  private static List<Long> featured(DSLContext sql) {
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(ACCOUNTS.SUGGESTED_AT.isNotNull())
        .orderBy(ACCOUNTS.SUGGESTED_AT.desc())
        .limit(DSL.inline(MOST))
        .fetch(ACCOUNTS.ID);
  }

  /** Those whom most of the people follow whom the member follows, if they show whom. */
  private static List<Long> friendsOfFriends(DSLContext sql, AccountId member) {
    Follows mine = FOLLOWS.as("mine");
    Follows theirs = FOLLOWS.as("theirs");
    var friends =
        DSL.select(mine.TARGET_ACCOUNT_ID.as("friend"))
            .from(mine)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(mine.TARGET_ACCOUNT_ID))
            .where(mine.ACCOUNT_ID.eq(member.value()))
            .and(ACCOUNTS.HIDE_COLLECTIONS.isFalse())
            .orderBy(mine.ID.desc())
            .limit(DSL.inline(FOLLOWS_LOOKED_AT))
            .asTable("friends");
    var followed =
        DSL.lateral(
            DSL.select(theirs.TARGET_ACCOUNT_ID.as("candidate"))
                .from(theirs)
                .where(theirs.ACCOUNT_ID.eq(friends.field("friend", Long.class)))
                .orderBy(theirs.ID.desc())
                .limit(DSL.inline(FOLLOWS_LOOKED_AT))
                .asTable("followed"));
    var candidate = DSL.field(DSL.name("followed", "candidate"), Long.class);
    return sql.select(candidate)
        .from(friends)
        .crossJoin(followed)
        .groupBy(candidate)
        .orderBy(DSL.count().desc(), candidate.desc())
        .limit(DSL.inline(4 * MOST))
        .fetch(candidate);
  }

  /** The most followed of those who wrote last. */
  private static List<Long> active(DSLContext sql, Instant now) {
    var latest =
        DSL.select(ACCOUNTS.ID, ACCOUNTS.FOLLOWERS_COUNT)
            .from(ACCOUNTS)
            .where(ACCOUNTS.DISCOVERABLE)
            .and(ACCOUNTS.LAST_STATUS_ON.ge(LocalDate.ofInstant(now.minus(LATELY), ZoneOffset.UTC)))
            .orderBy(ACCOUNTS.LAST_STATUS_ON.desc().nullsLast(), ACCOUNTS.ID.desc())
            .limit(DSL.inline(ACTIVE_LOOKED_AT))
            .asTable("latest");
    Field<Long> id = DSL.field(DSL.name("latest", ACCOUNTS.ID.getName()), Long.class);
    Field<Integer> followers =
        DSL.field(DSL.name("latest", ACCOUNTS.FOLLOWERS_COUNT.getName()), Integer.class);
    return sql.select(id)
        .from(latest)
        .orderBy(followers.desc(), id.desc())
        .limit(DSL.inline(4 * MOST))
        .fetch(id);
  }

  /** Who wants to be found, and nothing stands between the two. */
  private static Set<Long> wanted(DSLContext sql, AccountId member, Set<Long> candidates) {
    if (candidates.isEmpty()) {
      return Set.of();
    }
    Condition known =
        DSL.exists(
                DSL.selectOne()
                    .from(FOLLOWS)
                    .where(FOLLOWS.ACCOUNT_ID.eq(member.value()))
                    .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID)))
            .or(
                DSL.exists(
                    DSL.selectOne()
                        .from(FOLLOW_REQUESTS)
                        .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(member.value()))
                        .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID))))
            .or(
                DSL.exists(
                    DSL.selectOne()
                        .from(SUGGESTION_DISMISSALS)
                        .where(SUGGESTION_DISMISSALS.ACCOUNT_ID.eq(member.value()))
                        .and(SUGGESTION_DISMISSALS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID))));
    return new HashSet<>(
        sql.select(ACCOUNTS.ID)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.in(candidates))
            .and(ACCOUNTS.ID.ne(member.value()))
            .and(ACCOUNTS.DISCOVERABLE)
            .and(ACCOUNTS.SUSPENDED_AT.isNull())
            .and(ACCOUNTS.SILENCED_AT.isNull())
            .and(ACCOUNTS.DELETED_AT.isNull())
            .and(ACCOUNTS.MOVED_TO_ID.isNull())
            .and(DSL.not(known))
            .and(Visible.wanted(Viewer.of(member), ACCOUNTS.ID))
            .fetch(ACCOUNTS.ID));
  }
}
