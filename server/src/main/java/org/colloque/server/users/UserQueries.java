package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.statuses.Feeds;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of users. */
final class UserQueries {
  private UserQueries() {}

  static boolean exists(DSLContext sql) {
    return sql.fetchExists(USERS);
  }

  static Optional<User> byId(DSLContext sql, UserId id) {
    return one(sql, USERS.ID.eq(id.value()), false);
  }

  /** Locked until the transaction ends. */
  static Optional<User> lock(DSLContext sql, UserId id) {
    return one(sql, USERS.ID.eq(id.value()), true);
  }

  static Optional<User> byEmail(DSLContext sql, EmailAddress address) {
    return one(sql, USERS.EMAIL_CANONICAL.eq(address.canonical()), false);
  }

  static Optional<User> byUsername(DSLContext sql, String username) {
    return one(
        sql,
        lower(ACCOUNTS.USERNAME)
            .eq(username.toLowerCase(Locale.ROOT))
            .and(ACCOUNTS.DOMAIN.isNull()),
        false);
  }

  /** Owners and admins, who decide on requests to join. */
  static List<User> staff(DSLContext sql) {
    return select(sql)
        .where(USERS.ROLE.in("owner", "admin"))
        .and(USERS.DISABLED_AT.isNull())
        .fetch(UserQueries::user);
  }

  static int owners(DSLContext sql) {
    // locked: of two owners who step down at once one must stay
    return sql.select(USERS.ID)
        .from(USERS)
        .where(USERS.ROLE.eq("owner"))
        .forUpdate()
        .fetch()
        .size();
  }

  static boolean usernameTaken(DSLContext sql, String username) {
    return sql.fetchExists(
        ACCOUNTS,
        lower(ACCOUNTS.USERNAME)
            .eq(username.toLowerCase(Locale.ROOT))
            .and(ACCOUNTS.DOMAIN.isNull()));
  }

  static boolean emailTaken(DSLContext sql, EmailAddress address) {
    return sql.fetchExists(USERS, USERS.EMAIL_CANONICAL.eq(address.canonical()));
  }

  /** A row of the table of users to be. */
  record NewRow(
      UserId id,
      AccountId account,
      EmailAddress email,
      String passwordHash,
      String role,
      String locale,
      boolean confirmed,
      boolean approved,
      String reason,
      @Nullable Long invite,
      @Nullable Long app) {}

  static void insert(DSLContext sql, NewRow row, Instant now) {
    var moment = now.atOffset(ZoneOffset.UTC);
    sql.insertInto(USERS)
        .set(USERS.ID, row.id().value())
        .set(USERS.ACCOUNT_ID, row.account().value())
        .set(USERS.EMAIL, row.email().address())
        .set(USERS.EMAIL_CANONICAL, row.email().canonical())
        .set(USERS.PASSWORD_HASH, row.passwordHash())
        .set(USERS.ROLE, row.role())
        .set(USERS.LOCALE, row.locale())
        .set(USERS.CONFIRMED_AT, row.confirmed() ? moment : null)
        .set(USERS.APPROVED_AT, row.approved() ? moment : null)
        .set(USERS.SIGN_UP_REASON, row.reason())
        .set(USERS.INVITE_ID, row.invite())
        .set(USERS.CREATED_BY_APP_ID, row.app())
        .set(USERS.CREATED_AT, moment)
        .execute();
  }

  static void confirm(DSLContext sql, UserId id, Instant now) {
    stamp(sql, id, USERS.CONFIRMED_AT, now);
  }

  static void approve(DSLContext sql, UserId id, Instant now) {
    stamp(sql, id, USERS.APPROVED_AT, now);
  }

  private static void stamp(
      DSLContext sql, UserId id, TableField<?, java.time.OffsetDateTime> column, Instant now) {
    sql.update(USERS)
        .set(column, now.atOffset(ZoneOffset.UTC))
        .where(USERS.ID.eq(id.value()))
        .and(column.isNull())
        .execute();
  }

  static void setEmail(DSLContext sql, UserId id, EmailAddress address) {
    sql.update(USERS)
        .set(USERS.EMAIL, address.address())
        .set(USERS.EMAIL_CANONICAL, address.canonical())
        .where(USERS.ID.eq(id.value()))
        .execute();
  }

  static void setLocale(DSLContext sql, UserId id, String locale) {
    sql.update(USERS).set(USERS.LOCALE, locale).where(USERS.ID.eq(id.value())).execute();
  }

  static void setPassword(DSLContext sql, UserId id, String hash) {
    sql.update(USERS).set(USERS.PASSWORD_HASH, hash).where(USERS.ID.eq(id.value())).execute();
  }

  static void setRole(DSLContext sql, User user, String role) {
    sql.update(USERS).set(USERS.ROLE, role).where(USERS.ID.eq(user.id().value())).execute();
    // the role is seen in the account
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(user.account().value()))
        .execute();
  }

  static void signedIn(DSLContext sql, UserId id, Instant now) {
    sql.update(USERS)
        .set(USERS.LAST_SIGN_IN_AT, now.atOffset(ZoneOffset.UTC))
        .where(USERS.ID.eq(id.value()))
        .execute();
  }

  /** The account goes, and with it the user and all that hangs on them. */
  static void delete(DSLContext sql, User user) {
    Feeds.forget(sql, user.account());
    sql.deleteFrom(ACCOUNTS).where(ACCOUNTS.ID.eq(user.account().value())).execute();
  }

  private static Optional<User> one(DSLContext sql, Condition which, boolean locked) {
    var query = select(sql).where(which);
    return (locked ? query.forUpdate().of(USERS) : query).fetchOptional(UserQueries::user);
  }

  private static org.jooq.SelectJoinStep<? extends Record> select(DSLContext sql) {
    return sql.select(USERS.fields())
        .select(ACCOUNTS.USERNAME, ACCOUNTS.SUSPENDED_AT, ACCOUNTS.DELETED_AT)
        .from(USERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID));
  }

  private static User user(Record row) {
    Long app = row.get(USERS.CREATED_BY_APP_ID);
    return new User(
        new UserId(row.get(USERS.ID)),
        new AccountId(row.get(USERS.ACCOUNT_ID)),
        row.get(ACCOUNTS.USERNAME),
        row.get(USERS.EMAIL),
        row.get(USERS.LOCALE),
        row.get(USERS.ROLE),
        row.get(USERS.PASSWORD_HASH),
        row.get(USERS.CONFIRMED_AT) != null,
        row.get(USERS.APPROVED_AT) != null,
        row.get(USERS.DISABLED_AT) != null
            || row.get(ACCOUNTS.SUSPENDED_AT) != null
            || row.get(ACCOUNTS.DELETED_AT) != null,
        row.get(USERS.TOTP_ENABLED_AT) != null,
        app == null ? 0 : app);
  }
}
