package org.colloque.server.reliability;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Database;
import org.colloque.server.database.Db;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Program;
import org.colloque.server.rig.Rig;

/**
 * An instance with members, whose server has been closed so that a process of its own can take its
 * place, and the fediverse around it: some follow a member, and many follow another one.
 */
final class Town implements AutoCloseable {
  /** Servers of those who follow {@link #speaker}. */
  static final int HOSTS = 100;

  final Rig rig;
  final Fediverse fediverse = new Fediverse();
  final Person writer;
  final Person speaker;
  final Person reader;
  final List<String> inboxesOfWriter;
  final List<String> inboxesOfSpeaker;

  /** Accounts that {@link #reader} may follow: their ids here, and their actors. */
  final Map<String, String> strangers;

  final int port;
  private final Map<String, String> settings;
  private final String base;
  private final Database database;

  /**
   * @param few inboxes of followers of {@link #writer}
   * @param many inboxes of followers of {@link #speaker}
   */
  Town(int few, int many, int strangers) {
    this(Rig.start(), few, many, strangers);
  }

  /** As above, on the database of this rig. */
  Town(Rig rig, int few, int many, int strangers) {
    this.rig = rig;
    writer = rig.local("writer");
    speaker = rig.local("speaker");
    reader = rig.local("reader");
    port = rig.kit().config().listen().port();
    settings = Program.settings(rig);
    base = rig.base();
    inboxesOfWriter = new ArrayList<>();
    inboxesOfSpeaker = new ArrayList<>();
    this.strangers = new LinkedHashMap<>();
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              for (int number = 0; number < few; number++) {
                String actor = fediverse.actor("few" + number, "follower" + number);
                follow(tx, account(tx, actor), writer.account());
                inboxesOfWriter.add(actor + "/inbox");
              }
              for (int number = 0; number < many; number++) {
                String actor = fediverse.actor("many" + number % HOSTS, "reader" + number);
                follow(tx, account(tx, actor), speaker.account());
                inboxesOfSpeaker.add(actor + "/inbox");
              }
              for (int number = 0; number < strangers; number++) {
                String actor = fediverse.actor("stranger" + number % 10, "s" + number);
                this.strangers.put(account(tx, actor).toString(), actor);
              }
            });
    rig.instance().close();
    database = Database.open(rig.database(), Clock.systemUTC());
  }

  /** The program in the place of the rig's server, once it answers. */
  Program run() throws InterruptedException {
    return Program.run(settings).awaitOpen();
  }

  /** How a program would have to be started. */
  Map<String, String> settings() {
    return settings;
  }

  /** The database, whether a program runs on it or not. */
  Db db() {
    return database.db();
  }

  /** The id of one of our statuses. */
  String uri(Person author, String status) {
    return base + "/users/" + author.username() + "/statuses/" + status;
  }

  /** The id of one of our actors. */
  String actor(Person person) {
    return base + "/users/" + person.username();
  }

  private AccountId account(Tx tx, String actor) {
    Kit kit = rig.kit();
    AccountId id = new AccountId(kit.ids().next());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    String[] parts = actor.split("/", -1);
    tx.sql()
        .insertInto(ACCOUNTS)
        .set(ACCOUNTS.ID, id.value())
        .set(ACCOUNTS.USERNAME, parts[parts.length - 1])
        .set(ACCOUNTS.DOMAIN, parts[2])
        .set(ACCOUNTS.URI, actor)
        .set(ACCOUNTS.URL, actor)
        .set(ACCOUNTS.INBOX_URL, actor + "/inbox")
        .set(ACCOUNTS.FOLLOWERS_URL, actor + "/followers")
        .set(ACCOUNTS.CREATED_AT, now)
        .set(ACCOUNTS.UPDATED_AT, now)
        .set(ACCOUNTS.FETCHED_AT, now)
        .execute();
    return id;
  }

  private void follow(Tx tx, AccountId follower, AccountId followed) {
    Kit kit = rig.kit();
    tx.sql()
        .insertInto(FOLLOWS)
        .set(FOLLOWS.ID, kit.ids().next())
        .set(FOLLOWS.ACCOUNT_ID, follower.value())
        .set(FOLLOWS.TARGET_ACCOUNT_ID, followed.value())
        .set(FOLLOWS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.FOLLOWERS_COUNT, ACCOUNTS.FOLLOWERS_COUNT.plus(1))
        .where(ACCOUNTS.ID.eq(followed.value()))
        .execute();
  }

  @Override
  public void close() {
    database.close();
    rig.close();
    fediverse.close();
  }
}
