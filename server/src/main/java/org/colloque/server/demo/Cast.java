package org.colloque.server.demo;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.IssueToken;
import org.colloque.server.oauth.RegisterApp;
import org.colloque.server.users.Members;

/** Makes the members of a seeded instance, and the tokens by which their apps post. */
final class Cast implements AutoCloseable {
  private static final List<String> SCOPES = List.of("read", "write", "follow");

  private final Kit kit;
  private final Members members;

  Cast(Kit kit) {
    this.kit = kit;
    this.members = new Members(kit);
  }

  /** A new member, and the token of an app. */
  record Joined(AccountId account, String token) {}

  /** Names and describes the instance, and opens it to everybody. */
  void describe(Seed seed) {
    Map.of(
            "title", seed.title(),
            "short_description", seed.description(),
            "description", seed.description(),
            "registrations", "open")
        .forEach(members::changeSetting);
  }

  /** Makes a member whose address is confirmed. */
  Joined join(Seed.Person person, boolean owner) {
    members.create(
        person.username(),
        Demo.address(person),
        Demo.PASSWORD,
        owner ? "owner" : "member",
        person.language());
    return kit.db().as(Viewer.stranger(), tx -> joined(tx, person.username()));
  }

  private Joined joined(Tx tx, String username) {
    var row =
        tx.sql()
            .select(USERS.ID, ACCOUNTS.ID)
            .from(USERS)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
            .where(ACCOUNTS.USERNAME.eq(username))
            .fetchSingle();
    return new Joined(new AccountId(row.value2()), token(tx, new UserId(row.value1())));
  }

  private String token(Tx tx, UserId user) {
    var app =
        new RegisterApp(kit)
            .register(
                tx,
                new RegisterApp.NewApp(
                    "Demonstration", null, List.of("urn:ietf:wg:oauth:2.0:oob"), SCOPES));
    return new IssueToken(kit).issue(tx, app.app().id(), user, SCOPES).token();
  }

  @Override
  public void close() {
    members.close();
  }
}
