package org.colloque.server.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registered client; what proves that it is the one stays in the database, hashed. */
public record App(
    long id,
    String clientId,
    String name,
    @Nullable String website,
    List<String> redirectUris,
    List<String> scopes) {}
