package org.colloque.server.groups;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.LISTED_GROUPS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.handle.Handle;
import org.colloque.migrations.tables.records.ListedGroupsRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads groups and who is in them, as the viewer of the transaction sees them. */
public final class GroupQueries {
  private static final Field<Integer> TAKEN =
      DSL.field(
          DSL.selectCount()
              .from(GROUP_MEMBERS.as("seated"))
              .where(GROUP_MEMBERS.as("seated").GROUP_ID.eq(GROUPS.ID))
              .and(
                  GROUP_MEMBERS
                      .as("seated")
                      .ROLE
                      .in(Role.ORGANISER.wire(), Role.MODERATOR.wire(), Role.MEMBER.wire())));

  private GroupQueries() {}

  /**
   * Somebody in a group, as the others see them.
   *
   * @param until when it ends by itself
   */
  public record Member(AccountId account, Role role, Instant joinedAt, @Nullable Instant until) {}

  /** A group that is listed, as those see it who are not in it. */
  public record Listed(
      GroupId id, String name, GroupType type, String rhythm, int seats, int taken) {}

  /**
   * A part of a group's board.
   *
   * @param slug of one of the usual ones, whose name is in the bundles
   * @param name of one of the group's own
   */
  public record Category(
      long id, @Nullable String slug, @Nullable String name, boolean isArchived) {}

  static Optional<MemberOf> member(DSLContext sql, GroupId group, AccountId account) {
    return ofMember(sql, account, GROUPS.ID.eq(group.value())).stream().findFirst();
  }

  /** The groups in which {@code account} is, by name. */
  public static List<MemberOf> mine(DSLContext sql, AccountId account) {
    return ofMember(sql, account, DSL.noCondition());
  }

  private static List<MemberOf> ofMember(DSLContext sql, AccountId account, Condition which) {
    List<SelectField<?>> columns = new ArrayList<>(List.of(GROUPS.fields()));
    columns.add(TAKEN);
    columns.add(GROUP_MEMBERS.ROLE);
    return sql.select(columns)
        .from(GROUP_MEMBERS)
        .join(GROUPS)
        .on(GROUPS.ID.eq(GROUP_MEMBERS.GROUP_ID))
        .where(GROUP_MEMBERS.ACCOUNT_ID.eq(account.value()))
        .and(which)
        .orderBy(DSL.lower(GROUPS.NAME), GROUPS.ID)
        .fetch(row ->
            new MemberOf(
                group(row), account, Role.parse(row.get(GROUP_MEMBERS.ROLE)).orElseThrow()));
  }

  /** Organisers first, then moderators and members, then the others; who came first comes first. */
  public static List<Member> members(DSLContext sql, GroupId group) {
    return members(sql, List.of(group)).getOrDefault(group, List.of());
  }

  /** As {@link #members(DSLContext, GroupId)}, of several groups at once. */
  static Map<GroupId, List<Member>> members(DSLContext sql, Collection<GroupId> groups) {
    Field<Integer> rank =
        DSL.case_(GROUP_MEMBERS.ROLE)
            .when(Role.ORGANISER.wire(), 0)
            .when(Role.MODERATOR.wire(), 1)
            .when(Role.MEMBER.wire(), 2)
            .else_(3);
    return sql.selectFrom(GROUP_MEMBERS)
        .where(GROUP_MEMBERS.GROUP_ID.in(groups.stream().map(GroupId::value).toList()))
        .orderBy(rank, GROUP_MEMBERS.JOINED_AT, GROUP_MEMBERS.ACCOUNT_ID)
        .fetchGroups(
            row -> new GroupId(row.getGroupId()),
            row ->
                new Member(
                    new AccountId(row.getAccountId()),
                    Role.parse(row.getRole()).orElseThrow(),
                    row.getJoinedAt().toInstant(),
                    instant(row.getUntil())));
  }

  /** All listed groups in which the viewer is not, by name. */
  static List<Listed> listed(DSLContext sql, AccountId viewer, int limit) {
    var mine =
        DSL.select(GROUP_MEMBERS.GROUP_ID)
            .from(GROUP_MEMBERS)
            .where(GROUP_MEMBERS.ACCOUNT_ID.eq(viewer.value()));
    return sql.selectFrom(LISTED_GROUPS)
        .where(LISTED_GROUPS.GROUP_ID.notIn(mine))
        .orderBy(DSL.lower(LISTED_GROUPS.NAME), LISTED_GROUPS.GROUP_ID)
        .limit(limit)
        .fetch(GroupQueries::card);
  }

  static Optional<Listed> listed(DSLContext sql, GroupId group) {
    return sql.selectFrom(LISTED_GROUPS)
        .where(LISTED_GROUPS.GROUP_ID.eq(group.value()))
        .fetchOptional(GroupQueries::card);
  }

  /** In the order of the board; archived ones at the end. */
  public static List<Category> categories(DSLContext sql, GroupId group) {
    return sql.selectFrom(GROUP_CATEGORIES)
        .where(GROUP_CATEGORIES.GROUP_ID.eq(group.value()))
        .orderBy(
            GROUP_CATEGORIES.ARCHIVED_AT.isNotNull(),
            GROUP_CATEGORIES.POSITION,
            GROUP_CATEGORIES.ID)
        .fetch(row ->
            new Category(row.getId(), row.getSlug(), row.getName(), row.getArchivedAt() != null));
  }

  /** The member of this instance with this username, who can be asked into a group. */
  static Optional<AccountId> local(DSLContext sql, String username) {
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .join(USERS)
        .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
        .where(DSL.lower(ACCOUNTS.USERNAME).eq(username.toLowerCase(Locale.ROOT)))
        .and(ACCOUNTS.DOMAIN.isNull())
        .and(USERS.APPROVED_AT.isNotNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .fetchOptional(ACCOUNTS.ID)
        .map(AccountId::new);
  }

  /** Somebody of another instance, as far as we know them. */
  static Optional<AccountId> remote(DSLContext sql, Handle handle) {
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(DSL.lower(ACCOUNTS.USERNAME).eq(handle.folded().username()))
        .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(handle.host()))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .fetchOptional(ACCOUNTS.ID)
        .map(AccountId::new);
  }

  static boolean isLocal(DSLContext sql, AccountId account) {
    return sql.fetchExists(ACCOUNTS, ACCOUNTS.ID.eq(account.value()), ACCOUNTS.DOMAIN.isNull());
  }

  static Group group(Record row) {
    return new Group(
        new GroupId(row.get(GROUPS.ID)),
        row.get(GROUPS.SLUG),
        new GroupDetails(
            row.get(GROUPS.NAME),
            row.get(GROUPS.DESCRIPTION),
            row.get(GROUPS.CHARTER),
            GroupType.parse(row.get(GROUPS.TYPE)).orElseThrow(),
            GroupVisibility.parse(row.get(GROUPS.VISIBILITY)).orElseThrow(),
            row.get(GROUPS.RHYTHM),
            row.get(GROUPS.SEATS),
            ZoneId.of(row.get(GROUPS.ZONE))),
        row.get(GROUPS.CHARTER_HTML),
        row.get(GROUPS.CREATED_AT).toInstant(),
        instant(row.get(GROUPS.ARCHIVED_AT)),
        instant(row.get(GROUPS.DELETE_AFTER)),
        row.get(TAKEN));
  }

  static List<SelectField<?>> columns() {
    List<SelectField<?>> columns = new ArrayList<>(List.of(GROUPS.fields()));
    columns.add(TAKEN);
    return columns;
  }

  static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }

  private static Listed card(ListedGroupsRecord row) {
    return new Listed(
        new GroupId(row.getGroupId()),
        row.getName(),
        GroupType.parse(row.getType()).orElseThrow(),
        row.getRhythm(),
        row.getSeats(),
        row.getTaken());
  }
}
