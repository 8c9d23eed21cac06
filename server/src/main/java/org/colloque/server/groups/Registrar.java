package org.colloque.server.groups;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.GroupMarks;
import org.colloque.server.text.HtmlSanitizer;
import org.colloque.server.text.Markdown;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a group is and who is in it. Row-level security lets no viewer do that, so that
 * nobody gets in by a fault elsewhere: here it is lifted for single statements. Who comes here has
 * decided, as the member who acts, that it may be done.
 */
public final class Registrar {
  /** Guests, observers and admins who broke the glass, beside those who have seats. */
  static final int MOST_BESIDE = 100;

  /** Groups in which one may be. */
  static final int MOST_MEMBERSHIPS = 100;

  private static final List<String> USUAL_CATEGORIES =
      List.of("cas", "geeks", "bistrot", "anonyme", "bonnes-nouvelles");

  private final Kit kit;

  public Registrar(Kit kit) {
    this.kit = kit;
  }

  /** Makes everybody else wait who is about to change this group; they do so before they look. */
  void lock(Tx tx, GroupId group) {
    tx.seeingAll(sql ->
        sql.select(GROUPS.ID)
            .from(GROUPS)
            .where(GROUPS.ID.eq(group.value()))
            // what is posted in the meantime refers to the row and does not wait
            .forNoKeyUpdate()
            .fetchOptional());
  }

  /**
   * As {@link MemberOf#of}, and holds the group until the end of the transaction: what is decided
   * on what is read then stays true.
   *
   * @throws ProblemException 404 when there is no such group, or they are not in it
   */
  MemberOf enter(Tx tx, GroupId group, AccountId account) {
    MemberOf.of(tx, group, account);
    lock(tx, group);
    return MemberOf.of(tx, group, account);
  }

  /** The group as nobody's, to somebody who is about to be let in; held until the end. */
  Optional<Group> enterFromOutside(Tx tx, GroupId group) {
    lock(tx, group);
    return tx.seeingAll(sql ->
        sql.select(GroupQueries.columns())
            .from(GROUPS)
            .where(GROUPS.ID.eq(group.value()))
            .fetchOptional(GroupQueries::group));
  }

  /** A new group with the usual categories, without anybody in it. */
  GroupId found(Tx tx, AccountId founder, GroupDetails details) {
    GroupId group = new GroupId(kit.ids().next());
    tx.seeingAll(sql -> {
      sql.insertInto(GROUPS)
          .set(GROUPS.ID, group.value())
          .set(GROUPS.NAME, details.name())
          .set(GROUPS.SLUG, Slug.of(details.name()))
          .set(GROUPS.SEATS, details.seats())
          .set(GROUPS.CREATED_BY, founder.value())
          .set(GROUPS.CREATED_AT, now())
          .execute();
      update(sql, group, details);
      for (int i = 0; i < USUAL_CATEGORIES.size(); i++) {
        sql.insertInto(GROUP_CATEGORIES)
            .set(GROUP_CATEGORIES.ID, kit.ids().next())
            .set(GROUP_CATEGORIES.GROUP_ID, group.value())
            .set(GROUP_CATEGORIES.SLUG, USUAL_CATEGORIES.get(i))
            .set(GROUP_CATEGORIES.POSITION, (short) i)
            .execute();
      }
      return group;
    });
    return group;
  }

  void change(Tx tx, GroupId group, GroupDetails details) {
    tx.seeingAll(sql -> update(sql, group, details));
  }

  private static int update(DSLContext sql, GroupId group, GroupDetails details) {
    return sql.update(GROUPS)
        .set(GROUPS.NAME, details.name())
        .set(GROUPS.DESCRIPTION, details.description())
        .set(GROUPS.CHARTER, details.charter())
        .set(GROUPS.CHARTER_HTML, HtmlSanitizer.sanitize(Markdown.html(details.charter())))
        .set(GROUPS.TYPE, details.type().wire())
        .set(GROUPS.VISIBILITY, details.visibility().wire())
        .set(GROUPS.RHYTHM, details.rhythm())
        .set(GROUPS.SEATS, details.seats())
        .set(GROUPS.ZONE, details.zone().getId())
        .set(GROUPS.VERSION, GROUPS.VERSION.plus(1))
        .where(GROUPS.ID.eq(group.value()))
        .execute();
  }

  void addCategory(Tx tx, GroupId group, String name, int position) {
    tx.seeingAll(sql ->
        sql.insertInto(GROUP_CATEGORIES)
            .set(GROUP_CATEGORIES.ID, kit.ids().next())
            .set(GROUP_CATEGORIES.GROUP_ID, group.value())
            .set(GROUP_CATEGORIES.NAME, name)
            .set(GROUP_CATEGORIES.POSITION, (short) position)
            .execute());
  }

  void archiveCategory(Tx tx, GroupId group, long category, boolean archived) {
    tx.seeingAll(sql ->
        sql.update(GROUP_CATEGORIES)
            .set(GROUP_CATEGORIES.ARCHIVED_AT, archived ? now() : null)
            .where(GROUP_CATEGORIES.GROUP_ID.eq(group.value()))
            .and(GROUP_CATEGORIES.ID.eq(category))
            .execute());
  }

  /** Read-only since {@code at}, or not. */
  void archive(Tx tx, GroupId group, @Nullable Instant at) {
    tx.seeingAll(sql ->
        sql.update(GROUPS)
            .set(GROUPS.ARCHIVED_AT, stored(at))
            .where(GROUPS.ID.eq(group.value()))
            .execute());
  }

  /** To be erased after {@code at}, or not. */
  void deleteAfter(Tx tx, GroupId group, @Nullable Instant at) {
    tx.seeingAll(sql ->
        sql.update(GROUPS)
            .set(GROUPS.DELETE_AFTER, stored(at))
            .where(GROUPS.ID.eq(group.value()))
            .execute());
  }

  /**
   * Lets somebody in. The group must be held ({@link #enter}, {@link #enterFromOutside}), so that
   * two cannot take the last seat.
   *
   * @param until when it ends by itself
   * @throws ProblemException 422 when there is no room, or they are in it already
   */
  void enrol(
      Tx tx,
      Group group,
      AccountId account,
      Role role,
      @Nullable AccountId invitedBy,
      @Nullable Instant until) {
    tx.lock("memberships " + account);
    tx.seeingAll(sql -> {
      endGlass(sql, group, account);
      refuseWithoutRoom(sql, group, account, role);
      sql.insertInto(MEMBERSHIPS)
          .set(MEMBERSHIPS.ACCOUNT_ID, account.value())
          .set(MEMBERSHIPS.GROUP_ID, group.id().value())
          .set(MEMBERSHIPS.HANDLE, freeHandle(sql, group.slug(), account))
          .set(MEMBERSHIPS.UNTIL, stored(until))
          .execute();
      return sql.insertInto(GROUP_MEMBERS)
          .set(GROUP_MEMBERS.GROUP_ID, group.id().value())
          .set(GROUP_MEMBERS.ACCOUNT_ID, account.value())
          .set(GROUP_MEMBERS.ROLE, role.wire())
          .set(GROUP_MEMBERS.INVITED_BY, invitedBy == null ? null : invitedBy.value())
          .set(GROUP_MEMBERS.JOINED_AT, now())
          .set(GROUP_MEMBERS.UNTIL, stored(until))
          .execute();
    });
  }

  /** Who broke the glass and is asked in is a member like others. */
  private static void endGlass(DSLContext sql, Group group, AccountId account) {
    var broken =
        DSL.select(GROUP_MEMBERS.ACCOUNT_ID)
            .from(GROUP_MEMBERS)
            .where(GROUP_MEMBERS.GROUP_ID.eq(group.id().value()))
            .and(GROUP_MEMBERS.ROLE.eq(Role.GLASS.wire()));
    sql.deleteFrom(MEMBERSHIPS)
        .where(MEMBERSHIPS.GROUP_ID.eq(group.id().value()))
        .and(MEMBERSHIPS.ACCOUNT_ID.eq(account.value()))
        .and(MEMBERSHIPS.ACCOUNT_ID.in(broken))
        .execute();
  }

  private static void refuseWithoutRoom(DSLContext sql, Group group, AccountId account, Role role) {
    List<GroupQueries.Member> members = GroupQueries.members(sql, group.id());
    if (members.stream().anyMatch(member -> member.account().equals(account))) {
      throw Refusal.MEMBER_ALREADY.problem();
    }
    long there = members.stream().filter(m -> m.role().takesASeat() == role.takesASeat()).count();
    if (there >= (role.takesASeat() ? group.details().seats() : MOST_BESIDE)
        && role != Role.GLASS) {
      throw Refusal.FULL.problem();
    }
    if (sql.fetchCount(MEMBERSHIPS, MEMBERSHIPS.ACCOUNT_ID.eq(account.value()))
        >= MOST_MEMBERSHIPS) {
      throw Refusal.TOO_MANY_GROUPS.problem();
    }
  }

  /** The first of {@code slug}, {@code slug-2} … that names nothing else for this member. */
  private static String freeHandle(DSLContext sql, String slug, AccountId account) {
    Set<String> theirs =
        new HashSet<>(
            sql.select(MEMBERSHIPS.HANDLE)
                .from(MEMBERSHIPS)
                .where(MEMBERSHIPS.ACCOUNT_ID.eq(account.value()))
                .fetch(MEMBERSHIPS.HANDLE));
    boolean isSomebody =
        sql.fetchExists(
            ACCOUNTS, DSL.lower(ACCOUNTS.USERNAME).eq(slug).and(ACCOUNTS.DOMAIN.isNull()));
    if (isSomebody) {
      theirs.add(slug);
    }
    String handle = slug;
    for (int number = 2; theirs.contains(handle); number++) {
      handle = slug + "-" + number;
    }
    return handle;
  }

  void setRole(Tx tx, GroupId group, AccountId account, Role role) {
    tx.seeingAll(sql ->
        sql.update(GROUP_MEMBERS)
            .set(GROUP_MEMBERS.ROLE, role.wire())
            .where(GROUP_MEMBERS.GROUP_ID.eq(group.value()))
            .and(GROUP_MEMBERS.ACCOUNT_ID.eq(account.value()))
            .execute());
  }

  /**
   * Ends a membership at once: what hangs on it goes by itself, and what they were told or marked
   * of the group goes too (reliability.md, C49).
   */
  void remove(Tx tx, GroupId group, AccountId account) {
    tx.seeingAll(sql -> {
      sql.deleteFrom(NOTIFICATIONS)
          .where(NOTIFICATIONS.GROUP_ID.eq(group.value()))
          .and(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
          .execute();
      GroupMarks.forget(sql, group.value(), account);
      return sql.deleteFrom(MEMBERSHIPS)
          .where(MEMBERSHIPS.GROUP_ID.eq(group.value()))
          .and(MEMBERSHIPS.ACCOUNT_ID.eq(account.value()))
          .execute();
    });
  }

  private OffsetDateTime now() {
    return kit.now().atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime stored(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
