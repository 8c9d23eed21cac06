package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.EditProfile;
import org.colloque.server.accounts.MoveFollowers;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.MailWorker;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.oauth.AppsApi;
import org.colloque.server.oauth.AuthorizePages;
import org.colloque.server.oauth.AuthorizedApps;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.MetadataApi;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.oauth.TokenInfoApi;
import org.colloque.server.oauth.TokensApi;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.users.MoveAccount;
import org.colloque.server.users.Passwords;
import org.colloque.server.users.SignUpApi;
import org.colloque.server.users.UserPages;
import org.colloque.server.users.UserRetention;
import org.colloque.server.users.UserVerbs;

/** The rooms of apps, tokens, people who sign in, and their letters, joined. */
public final class SignInRooms implements AutoCloseable {
  private final Kit kit;
  private final Doorkeeper doorkeeper;
  private final AccountEntities accounts;
  private final Throttle throttle;
  private final Revoke revoke;
  private final Settings settings;
  private final VapidKey vapidKey;
  private final Passwords passwords;
  private final UserVerbs users;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();

  SignInRooms(Kit kit, Doorkeeper doorkeeper, AccountEntities accounts, FederationPolicy policy) {
    this.kit = kit;
    this.doorkeeper = doorkeeper;
    this.accounts = accounts;
    settings = new Settings(kit, policy);
    passwords = new Passwords(kit.cryptography().passwords());
    vapidKey = new VapidKey(kit);
    throttle = new Throttle(kit);
    revoke = new Revoke(kit, doorkeeper);
    routes.addAll(new AppsApi(kit, throttle, vapidKey).routes());
    routes.addAll(new TokensApi(kit, revoke).routes());
    routes.addAll(new TokenInfoApi(kit, doorkeeper).routes());
    routes.addAll(new MetadataApi(kit, accounts).routes());
    users = UserVerbs.of(kit, settings, passwords, throttle, revoke);
    routes.addAll(new SignUpApi(kit, throttle, users).routes());
    workers.add(new MailWorker(kit, settings));
    workers.add(new UserRetention(kit));
  }

  /** The pages of sign-in, once it is known how pages are drawn. */
  List<Route> pages(
      PageReplies replies,
      EditProfile editProfile,
      Resolver resolver,
      Outbox outbox,
      MoveFollowers followers) {
    MoveAccount move = new MoveAccount(kit, throttle, passwords, resolver, outbox, followers);
    List<Route> pages = new ArrayList<>();
    pages.addAll(new AuthorizePages(kit, replies, new AuthorizedApps(kit, revoke)).routes());
    pages.addAll(
        new UserPages(
                kit,
                replies,
                users,
                doorkeeper,
                settings,
                throttle,
                revoke,
                accounts,
                editProfile,
                move)
            .routes());
    return pages;
  }

  List<Route> routes() {
    return routes;
  }

  List<Worker> workers() {
    return workers;
  }

  /** What the owner decided, and the rules of the house. */
  public Settings settings() {
    return settings;
  }

  /** Ends sessions and tokens. */
  Revoke revoke() {
    return revoke;
  }

  /** The key by which push services know this instance. */
  public VapidKey vapidKey() {
    return vapidKey;
  }

  /** Everything that can be done about users. */
  public UserVerbs users() {
    return users;
  }

  @Override
  public void close() {
    passwords.close();
  }
}
