package org.colloque.server.instance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Cached;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.P256;

/**
 * The key by which push services know this instance (RFC 8292), made when first asked for. The
 * private half is encrypted at rest.
 */
public final class VapidKey {
  private static final String PURPOSE = "vapid key";
  private static final String PUBLIC = "vapid_public";
  private static final String PRIVATE = "vapid_private";

  private final Kit kit;
  private final Cached<Map<String, String>> texts;

  public VapidKey(Kit kit) {
    this.kit = kit;
    texts = new Cached<>(this::load);
  }

  /** The uncompressed point of 65 bytes in base64url, as {@code vapid_key} of the client API. */
  public String publicKey() {
    return texts.get().getOrDefault(PUBLIC, "");
  }

  public ECPrivateKey privateKey() {
    byte[] sealed = Base64.getDecoder().decode(texts.get().getOrDefault(PRIVATE, ""));
    try {
      return (ECPrivateKey)
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(kit.secrets().decrypt(PURPOSE, sealed)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Map<String, String> load() {
    Map<String, String> known =
        kit.db().as(Viewer.stranger(), tx -> SettingsQueries.texts(tx.sql()));
    if (known.containsKey(PUBLIC)) {
      return known;
    }
    KeyPair made = P256.newKeys();
    String sealed =
        Base64.getEncoder()
            .encodeToString(kit.secrets().encrypt(PURPOSE, made.getPrivate().getEncoded()));
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              // of two processes that start together the first one's key stays
              if (SettingsQueries.putNew(
                  tx.sql(), PUBLIC, encoded((ECPublicKey) made.getPublic()), kit.now())) {
                SettingsQueries.put(tx.sql(), PRIVATE, sealed, kit.now());
              }
              return SettingsQueries.texts(tx.sql());
            });
  }

  private static String encoded(ECPublicKey key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(P256.point(key));
  }
}
