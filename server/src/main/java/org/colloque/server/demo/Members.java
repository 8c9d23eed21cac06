package org.colloque.server.demo;

import static org.colloque.migrations.Tables.USERS;

import com.password4j.Password;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.Instance;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.IssueToken;
import org.colloque.server.oauth.RegisterApp;

/** Makes the members of a seeded instance, and the tokens by which their apps post. */
final class Members {
  private static final List<String> SCOPES = List.of("read", "write", "follow");

  private final Instance instance;
  private final Kit kit;

  Members(Instance instance) {
    this.instance = instance;
    this.kit = instance.kit();
  }

  /** Names and describes the instance, and opens it to everybody. */
  void describe(Seed seed) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                instance
                    .rooms()
                    .settings()
                    .change(
                        tx,
                        Map.of(
                            "title", seed.title(),
                            "short_description", seed.description(),
                            "description", seed.description(),
                            "registrations", "open")));
  }

  /** A new member, and the token of an app. */
  record Joined(AccountId account, String token) {}

  /** Makes a member whose address is confirmed. */
  Joined join(Seed.Person person, boolean owner) {
    PemKeyPair keys = PemKeyPair.generate();
    String hash = Password.hash(Demo.PASSWORD).withArgon2().getResult();
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              AccountId account =
                  new CreateLocalAccount(kit).create(tx, person.username(), person.name(), keys);
              UserId user = user(tx, person, account, hash, owner ? "owner" : "member");
              return new Joined(account, token(tx, user));
            });
  }

  private String token(Tx tx, UserId user) {
    var app =
        new RegisterApp(kit)
            .register(
                tx,
                new RegisterApp.NewApp(
                    "Demonstration", null, List.of("urn:ietf:wg:oauth:2.0:oob"), SCOPES));
    return new IssueToken(kit).issue(tx, app.app(), user, SCOPES).token();
  }

  private UserId user(Tx tx, Seed.Person person, AccountId account, String hash, String role) {
    UserId user = new UserId(kit.ids().next());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .insertInto(USERS)
        .set(USERS.ID, user.value())
        .set(USERS.ACCOUNT_ID, account.value())
        .set(USERS.EMAIL, Demo.address(person))
        .set(USERS.EMAIL_CANONICAL, Demo.address(person))
        .set(USERS.PASSWORD_HASH, hash)
        .set(USERS.ROLE, role)
        .set(USERS.LOCALE, person.language())
        .set(USERS.CONFIRMED_AT, now)
        .set(USERS.APPROVED_AT, now)
        .set(USERS.CREATED_AT, now)
        .execute();
    return user;
  }
}
