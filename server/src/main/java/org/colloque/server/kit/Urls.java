package org.colloque.server.kit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every address of this instance that others may see: made here and read back here. */
public final class Urls {
  private final String base;
  private final String host;

  /**
   * @param publicUrl scheme, host and port, without a path
   */
  public Urls(URI publicUrl) {
    String text = publicUrl.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.host = publicUrl.getRawAuthority().toLowerCase(Locale.ROOT);
  }

  /** Scheme, host and port, without a slash at the end. */
  public String base() {
    return base;
  }

  /** Host, with the port unless it is the scheme's own: the domain of our handles. */
  public String host() {
    return host;
  }

  public boolean isHttps() {
    return base.startsWith("https://");
  }

  /** An absolute address of one of our paths. */
  public String absolute(String path) {
    return base + path;
  }

  /** The ActivityPub id of a local account; never changes. */
  public String actor(String username) {
    return base + "/users/" + username;
  }

  public String followers(String username) {
    return actor(username) + "/followers";
  }

  /** Of the followers of an account those on the server that asks (FEP-8fcf). */
  public String followersSynchronization(String username) {
    return actor(username) + "/followers_synchronization";
  }

  /** The id of an account's public key. */
  public String key(String username) {
    return actor(username) + "#main-key";
  }

  /** The id of an account's Ed25519 key. */
  public String multikey(String username) {
    return actor(username) + "#ed25519-key";
  }

  /** The hashtags that an account shows on its profile. */
  public String featuredTags(String username) {
    return actor(username) + "/collections/tags";
  }

  public String inbox(String username) {
    return actor(username) + "/inbox";
  }

  public String sharedInbox() {
    return base + "/inbox";
  }

  /** The actor that speaks for the instance itself. */
  public String instanceActor() {
    return base + "/actor";
  }

  /** The profile page. */
  public String profile(String username) {
    return base + "/@" + username;
  }

  /** The ActivityPub id of a local status. */
  public String statusUri(String username, long id) {
    return actor(username) + "/statuses/" + id;
  }

  /** The page of a local status. */
  public String statusPage(String username, long id) {
    return profile(username) + "/" + id;
  }

  /** A post of a private group: leads to its place in its topic, and only members there. */
  public String groupPost(long group, long id) {
    return base + "/groups/" + group + "/posts/" + id;
  }

  /** Where it is said that a member agrees to be quoted by a status. */
  public String quoteStamp(String username, long quoting) {
    return actor(username) + "/quote_authorizations/" + quoting;
  }

  /** The thread that begins with a status of ours, by its conversation. */
  public String context(long conversation) {
    return base + "/contexts/" + conversation;
  }

  /** The page of a hashtag. */
  public String tag(String name) {
    return base + "/tags/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** A file of the media store. */
  public String media(String key) {
    return base + "/media/" + key;
  }

  /** Whether {@code uri} belongs to this instance. */
  public boolean isOurs(@Nullable String uri) {
    return uri != null && (uri.equals(base) || uri.startsWith(base + "/"));
  }

  /** The username in the ActivityPub id of a local account. */
  public Optional<String> usernameOf(String actorUri) {
    String prefix = base + "/users/";
    if (!actorUri.startsWith(prefix)) {
      return Optional.empty();
    }
    String rest = actorUri.substring(prefix.length());
    return rest.isEmpty() || rest.contains("/") || rest.contains("#") || rest.contains("?")
        ? Optional.empty()
        : Optional.of(rest);
  }
}
