package org.colloque.server.oauth;

import java.time.Instant;
import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens. Each is new: only its hash is kept, so an older one of the same app, user and
 * scopes, which Mastodon would hand out again, is not known any more. The older one stays valid.
 */
public final class IssueToken {
  private final Kit kit;

  public IssueToken(Kit kit) {
    this.kit = kit;
  }

  /**
   * A token, and its id.
   *
   * @param token shown once, to the app
   */
  public record Issued(long id, String token, List<String> scopes, Instant createdAt) {
    public TokenEntity entity() {
      return new TokenEntity(token, "Bearer", String.join(" ", scopes), createdAt.getEpochSecond());
    }

    @Override
    public String toString() {
      return "Issued[id=" + id + "]";
    }
  }

  /**
   * @param user missing for a token of the app itself
   */
  public Issued issue(Tx tx, long app, @Nullable UserId user, List<String> scopes) {
    Issued issued = new Issued(kit.ids().next(), kit.secrets().newToken(), scopes, kit.now());
    TokenQueries.insert(tx.sql(), issued, Secrets.hash(issued.token()), app, user);
    return issued;
  }

  /** The same for an app that is at hand. */
  public Issued issue(Tx tx, App app, @Nullable UserId user, List<String> scopes) {
    return issue(tx, app.id(), user, scopes);
  }

  /** For somebody who has just signed up with the app: all that the app is registered for. */
  public Issued issueFirst(Tx tx, long app, UserId user) {
    return issue(tx, app, user, AppQueries.byId(tx.sql(), app).orElseThrow().scopes());
  }
}
