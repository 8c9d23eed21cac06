package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_TOPICS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.GroupId;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.ProblemException;
import org.colloque.server.statuses.Mentions;
import org.colloque.server.text.RichText;
import org.jooq.DSLContext;

/** Says where in a group a post goes, and how its text is kept and shown. */
public final class GroupPosts {
  /** A first word that may be the handle of a group. */
  private static final Pattern HANDLE = Pattern.compile("\\s*@([A-Za-z0-9_-]+)[:,]?(?:\\s+|$)");

  /** Where what is not said to be of a kind goes. */
  private static final String EVERYDAY = "bistrot";

  /** Its posts have no author: they are written elsewhere (community.md, B.7). */
  private static final String ANONYMOUS = "anonyme";

  private final Mentions mentions;

  public GroupPosts(Mentions mentions) {
    this.mentions = mentions;
  }

  /** The group that a member means by the first word of a text. */
  public Optional<Long> named(DSLContext sql, AccountId author, String text) {
    Matcher word = HANDLE.matcher(text);
    return word.lookingAt()
        ? sql.select(MEMBERSHIPS.GROUP_ID)
            .from(MEMBERSHIPS)
            .where(MEMBERSHIPS.ACCOUNT_ID.eq(author.value()))
            .and(MEMBERSHIPS.HANDLE.eq(word.group(1).toLowerCase(Locale.ROOT)))
            .fetchOptional(MEMBERSHIPS.GROUP_ID)
        : Optional.empty();
  }

  /**
   * A topic, from a text that begins with the handle of the group: its first line is the title.
   *
   * @throws ProblemException 404 when the author is not in the group, 422 when nothing follows
   */
  public Place begin(Tx tx, AccountId author, long group, String text) {
    Titles.Split split = Titles.split(HANDLE.matcher(text).replaceFirst(""));
    return begin(tx, author, group, new Place.Beginning(0, split.title(), split.body()));
  }

  /**
   * A topic.
   *
   * @param beginning with category 0 for the everyday one
   * @throws ProblemException 404 when the author is not in the group, 422 for a category in which
   *     nothing new is written, or without a title
   */
  public Place begin(Tx tx, AccountId author, long group, Place.Beginning beginning) {
    MemberOf member = MemberOf.of(tx, new GroupId(group), author).writes();
    if (beginning.title().isEmpty()) {
      throw ProblemException.invalid("A new topic needs a title: its first line");
    }
    if (Titles.isTooLong(beginning.title())) {
      throw ProblemException.invalid("Title character limit of " + Titles.MAX + " exceeded");
    }
    long category =
        tx.sql()
            .select(GROUP_CATEGORIES.ID)
            .from(GROUP_CATEGORIES)
            .where(GROUP_CATEGORIES.GROUP_ID.eq(group))
            .and(
                beginning.category() == 0
                    ? GROUP_CATEGORIES.SLUG.isDistinctFrom(ANONYMOUS)
                    : GROUP_CATEGORIES.ID.eq(beginning.category()))
            .and(GROUP_CATEGORIES.SLUG.isDistinctFrom(ANONYMOUS))
            .and(GROUP_CATEGORIES.ARCHIVED_AT.isNull())
            .orderBy(GROUP_CATEGORIES.SLUG.isDistinctFrom(EVERYDAY), GROUP_CATEGORIES.POSITION)
            .limit(1)
            .fetchOptional(GROUP_CATEGORIES.ID)
            .orElseThrow(() -> ProblemException.invalid("Nothing new is written in this category"));
    return new Place(member, new Place.Beginning(category, beginning.title(), beginning.body()));
  }

  /**
   * A reply.
   *
   * @throws ProblemException 422 in a topic that is locked
   */
  public Place reply(Tx tx, AccountId author, long group, long parent) {
    MemberOf member = MemberOf.of(tx, new GroupId(group), author).writes();
    boolean locked =
        tx.sql()
            .fetchExists(
                GROUP_TOPICS
                    .join(STATUSES)
                    .on(STATUSES.CONVERSATION_ID.eq(GROUP_TOPICS.CONVERSATION_ID)),
                STATUSES.ID.eq(parent).and(GROUP_TOPICS.LOCKED));
    if (locked && !member.role().moderates()) {
      throw ProblemException.invalid("This topic is locked");
    }
    return new Place(member, null);
  }

  /** How the text of a draft is kept and shown there. */
  public Written write(DSLContext sql, Place place, String text) {
    Place.Beginning beginning = place.beginning();
    return beginning == null
        ? written(sql, place.group(), "", text)
        : written(sql, place.group(), beginning.title(), beginning.body());
  }

  /**
   * How an edited text is.
   *
   * @throws ProblemException 404 when the author is not in the group, 403 when it is read-only
   */
  public Written rewrite(Tx tx, AccountId author, long group, long status, String text) {
    DSLContext sql = tx.sql();
    MemberOf.of(tx, new GroupId(group), author).writes();
    if (!sql.fetchExists(GROUP_TOPICS, GROUP_TOPICS.STATUS_ID.eq(status))) {
      return written(sql, group, "", text);
    }
    Titles.Split split = Titles.split(text);
    if (split.title().isEmpty()) {
      throw ProblemException.invalid("A topic needs a title: its first line");
    }
    return written(sql, group, split.title(), split.body());
  }

  private Written written(DSLContext sql, long group, String title, String text) {
    RichText body = RichText.parse(text);
    Mentions.Found found = mentions.findMembers(sql, body.mentions(), group);
    String html = body.html(found.links());
    return title.isEmpty()
        ? new Written(body.source(), html, found.accounts())
        : new Written(
            Titles.join(title, body.source()), Titles.html(title) + html, found.accounts());
  }
}
