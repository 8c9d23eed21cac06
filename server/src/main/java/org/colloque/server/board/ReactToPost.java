package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_REACTIONS;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.ProblemException;
import org.colloque.server.text.StatusLength;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** A member answers a post with an emoji, or takes it back: the same twice is nothing. */
public final class ReactToPost {
  /** Offered below each post; any other emoji can be typed. */
  public static final List<String> USUAL = List.of("👍", "❤️", "🙏", "💡", "😄", "😮");

  /** Different emojis below one post. */
  public static final int MAX_KINDS = 12;

  /** Longest emoji, in UTF-16 units: families of several people are long. */
  static final int MAX_CHARACTERS = 32;

  private static final Pattern EMOJI =
      Pattern.compile("[\\p{IsEmoji}\\x{200D}\\x{FE0F}\\x{20E3}\\x{E0020}-\\x{E007F}]+");

  private ReactToPost() {}

  /**
   * An emoji below a post.
   *
   * @param own the viewer is one of them
   */
  record Reaction(String emoji, int count, boolean own) {}

  /**
   * @throws ProblemException 422 when it is not one emoji, or there are too many kinds already
   */
  static void toggle(Tx tx, MemberOf member, StatusesRecord status, String emoji) {
    member.writes();
    if (!isEmoji(emoji)) {
      throw ProblemException.invalid("A reaction is one emoji");
    }
    long account = member.account().value();
    var own =
        GROUP_REACTIONS
            .STATUS_ID
            .eq(status.getId())
            .and(GROUP_REACTIONS.ACCOUNT_ID.eq(account))
            .and(GROUP_REACTIONS.EMOJI.eq(emoji));
    if (tx.sql().deleteFrom(GROUP_REACTIONS).where(own).execute() > 0) {
      return;
    }
    List<String> kinds =
        tx.sql()
            .selectDistinct(GROUP_REACTIONS.EMOJI)
            .from(GROUP_REACTIONS)
            .where(GROUP_REACTIONS.STATUS_ID.eq(status.getId()))
            .fetch(GROUP_REACTIONS.EMOJI);
    if (kinds.size() >= MAX_KINDS && !kinds.contains(emoji)) {
      throw ProblemException.invalid("This post has many reactions already: choose one of them");
    }
    tx.sql()
        .insertInto(GROUP_REACTIONS)
        .set(GROUP_REACTIONS.STATUS_ID, status.getId())
        .set(GROUP_REACTIONS.ACCOUNT_ID, account)
        .set(GROUP_REACTIONS.GROUP_ID, BoardQueries.group(member))
        .set(GROUP_REACTIONS.EMOJI, emoji)
        .onConflictDoNothing()
        .execute();
  }

  /** One emoji as readers see it, and no plain digit or sign. */
  static boolean isEmoji(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CHARACTERS
        && EMOJI.matcher(text).matches()
        && text.codePoints().anyMatch(c -> c > 0xFF)
        && StatusLength.graphemes(text) == 1;
  }

  /** Below each of these posts, the most used first. */
  static Map<Long, List<Reaction>> of(DSLContext sql, MemberOf member, Collection<Long> posts) {
    var count = DSL.count().as("people");
    var own = DSL.boolOr(GROUP_REACTIONS.ACCOUNT_ID.eq(member.account().value())).as("own");
    return sql.select(GROUP_REACTIONS.STATUS_ID, GROUP_REACTIONS.EMOJI, count, own)
        .from(GROUP_REACTIONS)
        .where(GROUP_REACTIONS.STATUS_ID.in(posts))
        .groupBy(GROUP_REACTIONS.STATUS_ID, GROUP_REACTIONS.EMOJI)
        .orderBy(count.desc(), GROUP_REACTIONS.EMOJI)
        .fetchGroups(
            GROUP_REACTIONS.STATUS_ID,
            row -> new Reaction(row.get(GROUP_REACTIONS.EMOJI), row.get(count), row.get(own)));
  }
}
