package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.ProblemException;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.Interactions.Rule;
import org.jooq.DSLContext;

/**
 * Whether the author of a status lets somebody like, answer, boost or quote it (GoToSocial's
 * interaction policy). What another server would throw away is not sent there.
 */
public final class MayInteract {
  private MayInteract() {}

  /** What the rule of {@code author} means for {@code who}. */
  public static Permission permission(DSLContext sql, Rule rule, long author, AccountId who) {
    if (author == who.value()) {
      return Permission.AUTOMATIC;
    }
    // who follows whom is only asked where it matters
    return rule.asksWhoFollows()
        ? rule.of(follows(sql, who.value(), author), follows(sql, author, who.value()))
        : rule.of(false, false);
  }

  static void like(DSLContext sql, int interactions, long author, AccountId who) {
    check(sql, Interactions.ofColumn(interactions).like(), author, who);
  }

  static void reblog(DSLContext sql, int interactions, long author, AccountId who) {
    check(sql, Interactions.ofColumn(interactions).reblog(), author, who);
  }

  /** Who is named in a post may always answer it. */
  static void reply(DSLContext sql, int interactions, long author, AccountId who, long status) {
    Rule rule = Interactions.ofColumn(interactions).reply();
    boolean named =
        !rule.equals(Rule.EVERYBODY)
            && sql.fetchExists(
                MENTIONS, MENTIONS.STATUS_ID.eq(status), MENTIONS.ACCOUNT_ID.eq(who.value()));
    if (!named) {
      check(sql, rule, author, who);
    }
  }

  private static void check(DSLContext sql, Rule rule, long author, AccountId who) {
    if (permission(sql, rule, author, who) == Permission.DENIED) {
      throw ProblemException.of(403, "The author of this post does not allow you to do that");
    }
  }

  private static boolean follows(DSLContext sql, long account, long target) {
    return sql.fetchExists(
        FOLLOWS, FOLLOWS.ACCOUNT_ID.eq(account), FOLLOWS.TARGET_ACCOUNT_ID.eq(target));
  }
}
