package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountRows;
import org.colloque.server.accounts.MoveFollowers;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.outbox.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * A member lives on as another account, here or elsewhere: followers are told and follow the new
 * one; or the member says which accounts are theirs too, so that those may move here.
 */
public final class MoveAccount {
  /** Accounts that a member may name as their own. */
  static final int MAX_ALIASES = 10;

  private final Kit kit;
  private final CheckPassword checkPassword;
  private final Resolver resolver;
  private final Outbox outbox;
  private final MoveFollowers followers;
  private final AuditLog audit;

  public MoveAccount(
      Kit kit,
      Throttle throttle,
      Passwords passwords,
      Resolver resolver,
      Outbox outbox,
      MoveFollowers followers) {
    this.kit = kit;
    this.checkPassword = new CheckPassword(kit, throttle, passwords);
    this.resolver = resolver;
    this.outbox = outbox;
    this.followers = followers;
    this.audit = new AuditLog(kit);
  }

  /**
   * How things stand.
   *
   * @param aliases ActivityPub ids
   * @param movedTo the handle of the new account
   * @param restsUntil until when the account cannot move again
   */
  record State(List<String> aliases, @Nullable String movedTo, @Nullable Instant restsUntil) {}

  State state(AccountId account) {
    return kit.db()
        .as(
            Viewer.of(account),
            tx -> {
              AccountsRecord row = AccountRows.lock(tx, account);
              Long movedTo = row.getMovedToId();
              AccountsRecord target =
                  movedTo == null ? null : AccountRows.lock(tx, new AccountId(movedTo));
              Instant rests =
                  row.getMovedAt() == null
                      ? null
                      : row.getMovedAt().toInstant().plus(MoveFollowers.BETWEEN_MOVES);
              return new State(
                  List.of(row.getAlsoKnownAs()),
                  target == null ? null : handle(target),
                  rests != null && rests.isAfter(kit.now()) ? rests : null);
            });
  }

  /** Adds an account to those that may move here. */
  Faults addAlias(AccountId account, String handle) {
    Optional<AccountId> alias = resolver.accountByHandle(bare(handle));
    if (alias.isEmpty() || alias.get().equals(account)) {
      return Faults.of("alias", Fault.INVALID);
    }
    return kit.db()
        .as(
            Viewer.of(account),
            tx -> {
              AccountsRecord row = AccountRows.lock(tx, account);
              String uri = AccountRows.lock(tx, alias.get()).getUri();
              List<String> before = List.of(row.getAlsoKnownAs());
              if (before.contains(uri)) {
                return Faults.NONE;
              }
              if (before.size() >= MAX_ALIASES) {
                return Faults.of("alias", Fault.TOO_LONG);
              }
              String[] after = Arrays.copyOf(row.getAlsoKnownAs(), before.size() + 1);
              after[before.size()] = uri;
              write(tx, account, after);
              return Faults.NONE;
            });
  }

  void removeAlias(AccountId account, String uri) {
    kit.db()
        .doAs(
            Viewer.of(account),
            tx -> {
              List<String> before = List.of(AccountRows.lock(tx, account).getAlsoKnownAs());
              if (before.contains(uri)) {
                write(
                    tx,
                    account,
                    before.stream().filter(one -> !one.equals(uri)).toArray(String[]::new));
              }
            });
  }

  /**
   * Moves the account of {@code user}.
   *
   * @return what is wrong; nothing was changed unless it is empty
   */
  Faults move(UserId user, String password, String handle) {
    User owner = checkPassword.check(user, password).orElse(null);
    if (owner == null) {
      return Faults.of("current_password", Fault.INVALID);
    }
    // its own server is asked now: it must name this account
    Optional<AccountId> target = resolver.accountByHandleNow(bare(handle));
    if (target.isEmpty() || target.get().equals(owner.account())) {
      return Faults.of("target", Fault.INVALID);
    }
    return kit.db().as(Viewer.of(owner.account()), tx -> move(tx, owner, target.get()));
  }

  private Faults move(Tx tx, User owner, AccountId target) {
    AccountId account = owner.account();
    AccountsRecord from = AccountRows.lock(tx, account);
    AccountsRecord to = AccountRows.lock(tx, target);
    boolean confirmed =
        List.of(to.getAlsoKnownAs()).contains(from.getUri()) && to.getMovedToId() == null;
    if (!confirmed) {
      return Faults.of("target", Fault.ACCEPTED);
    }
    if (MoveFollowers.movedLately(from, kit.now())) {
      return Faults.of("target", Fault.BLOCKED);
    }
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.MOVED_TO_ID, target.value())
        .where(ACCOUNTS.ID.eq(account.value()))
        .execute();
    outbox.profileChanged(tx, account);
    outbox.moved(tx, account, target);
    MoveFollowers.Outcome _ = followers.move(tx, account, target);
    audit.write(
        tx, account, "account.moved", Map.of("user", owner.username(), "target", handle(to)));
    return Faults.NONE;
  }

  /** Ends the reference to the new account; followers who have left do not come back. */
  void stay(AccountId account) {
    kit.db()
        .doAs(
            Viewer.of(account),
            tx -> {
              tx.sql()
                  .update(ACCOUNTS)
                  .setNull(ACCOUNTS.MOVED_TO_ID)
                  .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
                  .where(ACCOUNTS.ID.eq(account.value()))
                  .execute();
              outbox.profileChanged(tx, account);
            });
  }

  private void write(Tx tx, AccountId account, String[] aliases) {
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.ALSO_KNOWN_AS, aliases)
        .set(ACCOUNTS.UPDATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(account.value()))
        .execute();
    outbox.profileChanged(tx, account);
  }

  private static String handle(AccountsRecord account) {
    return "@"
        + account.getUsername()
        + (account.getDomain() == null ? "" : "@" + account.getDomain());
  }

  private static String bare(String handle) {
    String stripped = handle.strip();
    return stripped.startsWith("@") ? stripped.substring(1) : stripped;
  }
}
