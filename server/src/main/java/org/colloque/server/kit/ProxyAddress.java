package org.colloque.server.kit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Addresses at which this server hands out pictures of other servers, so that who reads here is not
 * seen there. The address holds the other one and a code: nobody can have us fetch what we have not
 * shown.
 */
public final class ProxyAddress {
  /** Path below which they are: the code, and the address in base 64. */
  public static final String ROOT = "/remote";

  private static final String PURPOSE = "picture of another server";

  private final Kit kit;

  public ProxyAddress(Kit kit) {
    this.kit = kit;
  }

  /** Where {@code url} is handed out; what is no web address, or ours, stays as it is. */
  public String of(String url) {
    boolean web = url.startsWith("https://") || url.startsWith("http://");
    if (!web || kit.urls().isOurs(url)) {
      return url;
    }
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(url.getBytes(StandardCharsets.UTF_8));
    return kit.urls().absolute(ROOT + "/" + kit.secrets().sign(PURPOSE, url) + "/" + encoded);
  }

  /** What is behind an address of ours; empty when the code is not from us. */
  public Optional<String> behind(String code, String encoded) {
    try {
      String url = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
      return kit.secrets().verify(PURPOSE, url, code) ? Optional.of(url) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
