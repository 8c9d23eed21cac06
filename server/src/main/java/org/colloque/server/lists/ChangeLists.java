package org.colloque.server.lists;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.LISTS;
import static org.colloque.migrations.Tables.LIST_ACCOUNTS;

import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.colloque.migrations.tables.ListAccounts;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Feeds;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * A member makes, changes and ends lists, and chooses who is in them. Who is in an exclusive list
 * leaves the home feed, and comes back with what they wrote lately when they are in none.
 */
public final class ChangeLists {
  private final Kit kit;

  public ChangeLists(Kit kit) {
    this.kit = kit;
  }

  /**
   * @throws ProblemException 422 for a title that is blank or too long, or one list too many
   */
  public MemberList create(Tx tx, AccountId owner, MemberList.Settings settings) {
    check(settings);
    lock(tx, owner);
    if (tx.sql().fetchCount(LISTS, LISTS.ACCOUNT_ID.eq(owner.value())) >= MemberList.MAX_LISTS) {
      throw ProblemException.invalid("You have reached the maximum number of lists");
    }
    long id = kit.ids().next();
    tx.sql()
        .insertInto(LISTS)
        .set(LISTS.ID, id)
        .set(LISTS.ACCOUNT_ID, owner.value())
        .set(LISTS.TITLE, settings.title())
        .set(LISTS.REPLIES_POLICY, settings.replies().wire())
        .set(LISTS.EXCLUSIVE, settings.exclusive())
        .set(LISTS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    return new MemberList(id, settings.title(), settings.replies(), settings.exclusive());
  }

  /**
   * @throws ProblemException 404 when there is no such list of theirs, 422 as for a new one
   */
  public MemberList change(Tx tx, AccountId owner, long id, MemberList.Settings settings) {
    MemberList before = own(tx, owner, id);
    check(settings);
    lock(tx, owner);
    tx.sql()
        .update(LISTS)
        .set(LISTS.TITLE, settings.title())
        .set(LISTS.REPLIES_POLICY, settings.replies().wire())
        .set(LISTS.EXCLUSIVE, settings.exclusive())
        .where(LISTS.ID.eq(id))
        .execute();
    if (before.exclusive() != settings.exclusive()) {
      placeInHome(tx, owner, ListQueries.members(tx.sql(), id));
    }
    return new MemberList(id, settings.title(), settings.replies(), settings.exclusive());
  }

  public void delete(Tx tx, AccountId owner, long id) {
    MemberList list = own(tx, owner, id);
    lock(tx, owner);
    List<Long> members = list.exclusive() ? ListQueries.members(tx.sql(), id) : List.of();
    tx.sql().deleteFrom(LISTS).where(LISTS.ID.eq(id)).execute();
    placeInHome(tx, owner, members);
  }

  /**
   * Adds people whom the owner follows.
   *
   * @throws ProblemException 404 when the list is not theirs or one of {@code accounts} is not
   *     followed, 422 for somebody who is there already, or when they are too many
   */
  public void add(Tx tx, AccountId owner, long id, Collection<Long> accounts) {
    MemberList list = own(tx, owner, id);
    lock(tx, owner);
    if (ListQueries.followed(tx.sql(), owner, accounts) < accounts.size()) {
      throw ProblemException.notFound();
    }
    int before = tx.sql().fetchCount(LIST_ACCOUNTS, LIST_ACCOUNTS.LIST_ID.eq(id));
    if (before + accounts.size() > MemberList.MAX_MEMBERS) {
      throw ProblemException.invalid("A list holds at most " + MemberList.MAX_MEMBERS + " people");
    }
    int added = 0;
    for (long account : accounts) {
      added +=
          tx.sql()
              .insertInto(LIST_ACCOUNTS)
              .set(LIST_ACCOUNTS.ID, kit.ids().next())
              .set(LIST_ACCOUNTS.LIST_ID, id)
              .set(LIST_ACCOUNTS.OWNER_ID, owner.value())
              .set(LIST_ACCOUNTS.ACCOUNT_ID, account)
              .onConflictDoNothing()
              .execute();
    }
    if (added < accounts.size()) {
      throw ProblemException.invalid("Account has already been taken");
    }
    if (list.exclusive()) {
      placeInHome(tx, owner, accounts);
    }
  }

  /** Who is not in the list is not missed. */
  public void remove(Tx tx, AccountId owner, long id, Collection<Long> accounts) {
    MemberList list = own(tx, owner, id);
    lock(tx, owner);
    tx.sql()
        .deleteFrom(LIST_ACCOUNTS)
        .where(LIST_ACCOUNTS.LIST_ID.eq(id))
        .and(LIST_ACCOUNTS.ACCOUNT_ID.in(accounts))
        .execute();
    if (list.exclusive()) {
      placeInHome(tx, owner, accounts);
    }
  }

  /** {@code old} has moved: {@code target}, once followed, takes the places in lists. */
  public static void replace(Tx tx, AccountId owner, AccountId old, AccountId target) {
    if (ListQueries.followed(tx.sql(), owner, List.of(target.value())) == 0) {
      return;
    }
    ListAccounts there = LIST_ACCOUNTS.as("there");
    int replaced =
        tx.sql()
            .update(LIST_ACCOUNTS)
            .set(LIST_ACCOUNTS.ACCOUNT_ID, target.value())
            .where(LIST_ACCOUNTS.OWNER_ID.eq(owner.value()))
            .and(LIST_ACCOUNTS.ACCOUNT_ID.eq(old.value()))
            .andNotExists(
                DSL.selectOne()
                    .from(there)
                    .where(there.LIST_ID.eq(LIST_ACCOUNTS.LIST_ID))
                    .and(there.ACCOUNT_ID.eq(target.value())))
            .execute();
    if (replaced > 0) {
      placeInHome(tx, owner, List.of(target.value()));
    }
  }

  private static MemberList own(Tx tx, AccountId owner, long id) {
    return ListQueries.one(tx.sql(), owner, id).orElseThrow(ProblemException::notFound);
  }

  private static void check(MemberList.Settings settings) {
    if (settings.title().isBlank()) {
      throw ProblemException.invalid("Title can't be blank");
    }
    if (settings.title().length() > MemberList.MAX_TITLE) {
      throw ProblemException.invalid(
          "Title is too long (maximum is " + MemberList.MAX_TITLE + " characters)");
    }
  }

  /**
   * One change of a member's lists at a time: limits and home feed are counted from all of them.
   */
  private static void lock(Tx tx, AccountId owner) {
    tx.sql()
        .select(DSL.inline(1))
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(owner.value()))
        .forNoKeyUpdate()
        .fetch();
  }

  /** Lets the home feed be as the lists say now, where that is different for these people. */
  private static void placeInHome(Tx tx, AccountId owner, Collection<Long> accounts) {
    Field<Boolean> inHome =
        DSL.field(
            DSL.notExists(
                DSL.selectOne()
                    .from(LIST_ACCOUNTS)
                    .join(LISTS)
                    .on(LISTS.ID.eq(LIST_ACCOUNTS.LIST_ID))
                    .where(LIST_ACCOUNTS.OWNER_ID.eq(FOLLOWS.ACCOUNT_ID))
                    .and(LIST_ACCOUNTS.ACCOUNT_ID.eq(FOLLOWS.TARGET_ACCOUNT_ID))
                    .and(LISTS.EXCLUSIVE)));
    tx.sql()
        .update(FOLLOWS)
        .set(FOLLOWS.IN_HOME, inHome)
        .where(FOLLOWS.ACCOUNT_ID.eq(owner.value()))
        .and(FOLLOWS.TARGET_ACCOUNT_ID.in(accounts))
        .and(FOLLOWS.IN_HOME.ne(inHome))
        .returning(FOLLOWS.TARGET_ACCOUNT_ID, FOLLOWS.IN_HOME)
        .fetch()
        .forEach(follow -> {
          AccountId followed = new AccountId(follow.getTargetAccountId());
          if (follow.getInHome()) {
            Feeds.fill(tx, owner, followed);
          } else {
            Feeds.withdraw(tx, owner, followed);
          }
        });
  }
}
