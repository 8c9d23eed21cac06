package org.colloque.server.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Application, and CredentialApplication when the secret is there (entities.json).
 *
 * @param redirectUri all of them, one a line, as before 4.3
 */
record AppEntity(
    String id,
    String name,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String website,
    List<String> scopes,
    List<String> redirectUris,
    String redirectUri,
    String vapidKey,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientSecret,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer clientSecretExpiresAt) {

  static AppEntity of(App app, String vapidKey) {
    return new AppEntity(
        Long.toString(app.id()),
        app.name(),
        app.website(),
        app.scopes(),
        app.redirectUris(),
        String.join("\n", app.redirectUris()),
        vapidKey,
        null,
        null,
        null);
  }

  /** As the app itself sees it once, when it is registered. */
  AppEntity withSecret(String ofClient, String secret) {
    return new AppEntity(
        id, name, website, scopes, redirectUris, redirectUri, vapidKey, ofClient, secret, 0);
  }
}
