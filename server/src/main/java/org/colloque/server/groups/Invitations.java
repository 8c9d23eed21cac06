package org.colloque.server.groups;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_INVITATIONS;
import static org.colloque.migrations.Tables.GROUP_REQUESTS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.colloque.migrations.tables.records.GroupInvitationsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What stands between not being in a group and being in it: invitations by name, links, requests.
 * As {@link Registrar}, it writes with row-level security lifted; and it shows a group to somebody
 * who is asked in and cannot see it yet.
 */
final class Invitations {
  private final Kit kit;

  Invitations(Kit kit) {
    this.kit = kit;
  }

  /**
   * @param account who is asked in; missing for a link
   * @param role that they will have
   * @param memberUntil when that will end
   */
  record Invitation(
      long id,
      GroupId group,
      @Nullable AccountId account,
      Role role,
      @Nullable Instant memberUntil,
      @Nullable AccountId by,
      Instant expiresAt) {}

  /** Somebody who asks to join. */
  record Request(GroupId group, AccountId account, String message, Instant at) {}

  /** An invitation with the group that it leads to. */
  record Offer(Invitation invitation, Group group) {}

  long insert(Tx tx, Invitation made, byte @Nullable [] tokenHash) {
    long id = kit.ids().next();
    AccountId account = made.account();
    AccountId by = Objects.requireNonNull(made.by());
    tx.seeingAll(sql -> {
      if (account != null) {
        sql.deleteFrom(GROUP_INVITATIONS)
            .where(GROUP_INVITATIONS.GROUP_ID.eq(made.group().value()))
            .and(GROUP_INVITATIONS.ACCOUNT_ID.eq(account.value()))
            .execute();
      }
      return sql.insertInto(GROUP_INVITATIONS)
          .set(GROUP_INVITATIONS.ID, id)
          .set(GROUP_INVITATIONS.GROUP_ID, made.group().value())
          .set(GROUP_INVITATIONS.ACCOUNT_ID, account == null ? null : account.value())
          .set(GROUP_INVITATIONS.TOKEN_HASH, tokenHash)
          .set(GROUP_INVITATIONS.ROLE, made.role().wire())
          .set(GROUP_INVITATIONS.MEMBER_UNTIL, Registrar.stored(made.memberUntil()))
          .set(GROUP_INVITATIONS.INVITED_BY, by.value())
          .set(GROUP_INVITATIONS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
          .set(GROUP_INVITATIONS.EXPIRES_AT, made.expiresAt().atOffset(ZoneOffset.UTC))
          .execute();
    });
    return id;
  }

  /** Takes an invitation out, so that it can be used by nobody else; empty when it is gone. */
  Optional<Invitation> take(Tx tx, long id) {
    return tx.seeingAll(sql ->
        sql.deleteFrom(GROUP_INVITATIONS)
            .where(GROUP_INVITATIONS.ID.eq(id))
            .returning()
            .fetchOptional(Invitations::invitation));
  }

  /** Invitations of a group that can still be used, the latest first. */
  List<Invitation> open(DSLContext sql, GroupId group) {
    return sql.selectFrom(GROUP_INVITATIONS)
        .where(GROUP_INVITATIONS.GROUP_ID.eq(group.value()))
        .and(isOpen())
        .orderBy(GROUP_INVITATIONS.ID.desc())
        .fetch(Invitations::invitation);
  }

  /** The groups into which {@code account} is asked, but by people whom they have blocked. */
  List<Offer> offersTo(Tx tx, AccountId account) {
    Condition unwanted =
        DSL.exists(
            DSL.selectOne()
                .from(BLOCKS)
                .where(BLOCKS.ACCOUNT_ID.eq(account.value()))
                .and(BLOCKS.TARGET_ACCOUNT_ID.eq(GROUP_INVITATIONS.INVITED_BY)));
    return offers(tx, GROUP_INVITATIONS.ACCOUNT_ID.eq(account.value()).and(DSL.not(unwanted)));
  }

  /** One of {@link #offersTo}. */
  Optional<Offer> offerTo(Tx tx, AccountId account, long id) {
    return offers(
            tx, GROUP_INVITATIONS.ACCOUNT_ID.eq(account.value()).and(GROUP_INVITATIONS.ID.eq(id)))
        .stream()
        .findFirst();
  }

  /** Where a link leads that has this hash; empty when it leads nowhere (any more). */
  Optional<Offer> offerBehind(Tx tx, byte[] tokenHash) {
    return offers(tx, GROUP_INVITATIONS.TOKEN_HASH.eq(tokenHash)).stream().findFirst();
  }

  private List<Offer> offers(Tx tx, Condition which) {
    return tx.seeingAll(sql ->
        sql.select(GROUP_INVITATIONS.fields())
            .select(GroupQueries.columns())
            .from(GROUP_INVITATIONS)
            .join(GROUPS)
            .on(GROUPS.ID.eq(GROUP_INVITATIONS.GROUP_ID))
            .where(which)
            .and(isOpen())
            .and(GROUPS.ARCHIVED_AT.isNull())
            .and(GROUPS.DELETE_AFTER.isNull())
            .orderBy(GROUP_INVITATIONS.ID.desc())
            .fetch(row ->
                new Offer(invitation(row.into(GROUP_INVITATIONS)), GroupQueries.group(row))));
  }

  /** How many ask to join a group, for somebody who does not see them. */
  int countRequests(Tx tx, GroupId group) {
    return tx.<Integer>seeingAll(
        sql -> sql.fetchCount(GROUP_REQUESTS, GROUP_REQUESTS.GROUP_ID.eq(group.value())));
  }

  /** Who has to answer those who ask. */
  List<AccountId> organisers(Tx tx, GroupId group) {
    return tx.seeingAll(sql -> GroupQueries.members(sql, group)).stream()
        .filter(member -> member.role().organises())
        .map(GroupQueries.Member::account)
        .toList();
  }

  void ask(Tx tx, Request request) {
    tx.seeingAll(sql ->
        sql.insertInto(GROUP_REQUESTS)
            .set(GROUP_REQUESTS.GROUP_ID, request.group().value())
            .set(GROUP_REQUESTS.ACCOUNT_ID, request.account().value())
            .set(GROUP_REQUESTS.MESSAGE, request.message())
            .set(GROUP_REQUESTS.CREATED_AT, request.at().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute());
  }

  /** Takes a request out, and what organisers were told of it; false when there is none. */
  boolean drop(Tx tx, GroupId group, AccountId account) {
    return tx.<Integer>seeingAll(sql -> {
      sql.deleteFrom(NOTIFICATIONS)
          .where(NOTIFICATIONS.GROUP_ID.eq(group.value()))
          .and(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(account.value()))
          .and(NOTIFICATIONS.TYPE.eq(NotificationType.GROUP_REQUEST.wire()))
          .execute();
      return sql.deleteFrom(GROUP_REQUESTS)
          .where(GROUP_REQUESTS.GROUP_ID.eq(group.value()))
          .and(GROUP_REQUESTS.ACCOUNT_ID.eq(account.value()))
          .execute();
    })
        > 0;
  }

  /** Takes back what somebody was told of an invitation. */
  void forgetNews(Tx tx, GroupId group, AccountId account) {
    tx.sql()
        .deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.GROUP_ID.eq(group.value()))
        .and(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
        .and(NOTIFICATIONS.TYPE.eq(NotificationType.GROUP_INVITATION.wire()))
        .execute();
  }

  /** Who asks to join a group, or to which groups somebody asked, the first first. */
  static List<Request> requests(DSLContext sql, Condition which) {
    return sql.selectFrom(GROUP_REQUESTS)
        .where(which)
        .orderBy(GROUP_REQUESTS.CREATED_AT, GROUP_REQUESTS.ACCOUNT_ID)
        .fetch(row ->
            new Request(
                new GroupId(row.getGroupId()),
                new AccountId(row.getAccountId()),
                row.getMessage(),
                row.getCreatedAt().toInstant()));
  }

  private Condition isOpen() {
    return GROUP_INVITATIONS.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC));
  }

  private static Invitation invitation(GroupInvitationsRecord row) {
    Long account = row.getAccountId();
    Long by = row.getInvitedBy();
    return new Invitation(
        row.getId(),
        new GroupId(row.getGroupId()),
        account == null ? null : new AccountId(account),
        Role.parse(row.getRole()).orElseThrow(),
        GroupQueries.instant(row.getMemberUntil()),
        by == null ? null : new AccountId(by),
        row.getExpiresAt().toInstant());
  }
}
