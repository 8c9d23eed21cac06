package org.colloque.server.kit;

import org.jspecify.annotations.Nullable;

/** Which Colloque this is. */
public final class Version {
  /** The Mastodon whose client API is answered (semantics.md). */
  public static final String MASTODON = "4.6.5";

  private static final String UNBUILT = "0.1.0";

  private Version() {}

  /** Three numbers, as in the jar's manifest; the build's folders of classes have none. */
  public static String current() {
    @Nullable String built = Version.class.getPackage().getImplementationVersion();
    return built == null ? UNBUILT : built.replace("-SNAPSHOT", "");
  }

  /**
   * What the client API says: clients compare numbers at the beginning, and some show the rest
   * (clients.md, section 2).
   */
  public static String forClients() {
    return MASTODON + " (compatible; Colloque " + current() + ")";
  }
}
