package org.colloque.server.oauth;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/** Registers a client that asks by itself, as every Mastodon app does when it meets an instance. */
public final class RegisterApp {
  /** Mastodon's APP_NAME_LIMIT. */
  public static final int MAX_NAME = 60;

  /** Mastodon's APP_WEBSITE_LIMIT. */
  public static final int MAX_WEBSITE = 2_000;

  public static final int MAX_REDIRECT_URIS = 20;

  private final Kit kit;

  public RegisterApp(Kit kit) {
    this.kit = kit;
  }

  /** What an app says of itself. */
  public record NewApp(
      String name, @Nullable String website, List<String> redirectUris, List<String> scopes) {}

  /** A registered app, and the secret that is never shown again. */
  public record Registered(App app, String secret) {
    @Override
    public String toString() {
      return "Registered[app=" + app + "]";
    }
  }

  /**
   * @throws ProblemException 422 naming every fault
   */
  public Registered register(Tx tx, NewApp asked) {
    List<String> faults = faults(asked);
    if (!faults.isEmpty()) {
      throw ProblemException.invalid(String.join(", ", faults));
    }
    String secret = kit.secrets().newToken();
    App app =
        new App(
            kit.ids().next(),
            kit.secrets().newToken(),
            asked.name(),
            asked.website(),
            asked.redirectUris(),
            asked.scopes());
    AppQueries.insert(tx.sql(), app, Secrets.hash(secret), kit.now());
    return new Registered(app, secret);
  }

  private static List<String> faults(NewApp asked) {
    List<String> faults = new ArrayList<>();
    if (asked.name().isBlank()) {
      faults.add("Application name can't be blank");
    } else if (asked.name().codePointCount(0, asked.name().length()) > MAX_NAME) {
      faults.add("Application name is too long (maximum is " + MAX_NAME + " characters)");
    }
    if (asked.redirectUris().isEmpty()) {
      faults.add("Redirect URI can't be blank");
    } else if (asked.redirectUris().size() > MAX_REDIRECT_URIS) {
      faults.add("Redirect URI has too many lines (maximum is " + MAX_REDIRECT_URIS + ")");
    }
    asked.redirectUris().stream()
        .flatMap(uri -> RedirectUri.fault(uri).stream())
        .distinct()
        .forEach(faults::add);
    String website = asked.website();
    if (website != null && !isWebsite(website)) {
      faults.add("Application website is not a valid URL");
    }
    if (!Scope.ALL.containsAll(asked.scopes())) {
      faults.add("Scopes doesn't match configured on the server.");
    }
    return faults;
  }

  private static boolean isWebsite(String address) {
    return (address.startsWith("https://") || address.startsWith("http://"))
        && address.length() <= MAX_WEBSITE
        && RedirectUri.fault(address.replaceFirst("#.*", "")).isEmpty();
  }
}
