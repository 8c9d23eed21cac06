package org.colloque.server.users;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.EditProfile;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.AuthorizedApps;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;

/** The pages about users, joined. */
public final class UserPages {
  private final List<Route> routes = new ArrayList<>();

  public UserPages(
      Kit kit,
      PageReplies replies,
      UserVerbs verbs,
      Doorkeeper doorkeeper,
      Settings settings,
      Throttle throttle,
      Revoke revoke,
      AccountEntities accounts,
      EditProfile editProfile,
      MoveAccount move) {
    SessionCookies cookies = new SessionCookies(kit, doorkeeper, verbs.signOut());
    routes.addAll(new SignInPages(replies, verbs, cookies).routes());
    routes.addAll(new SetUpPages(replies, verbs, cookies).routes());
    routes.addAll(new SignUpPages(kit, replies, verbs, settings, throttle, accounts).routes());
    routes.addAll(new PasswordPages(replies, verbs).routes());
    routes.addAll(new SecurityPages(kit, replies, verbs, settings).routes());
    routes.addAll(new SessionPages(replies, verbs, new AuthorizedApps(kit, revoke)).routes());
    routes.addAll(
        new PostingSettingsPages(kit, replies, editProfile, new ChangeLanguage(kit, revoke))
            .routes());
    routes.addAll(new MovePages(replies, move).routes());
    routes.addAll(new DeletionPages(kit, replies, verbs.deleteAccount(), cookies).routes());
    routes.addAll(new OwnerPages(kit, replies, verbs, settings, accounts).routes());
  }

  public List<Route> routes() {
    return routes;
  }
}
