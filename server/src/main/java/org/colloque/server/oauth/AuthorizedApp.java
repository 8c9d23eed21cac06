package org.colloque.server.oauth;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An app that may act for a member. */
public record AuthorizedApp(
    long id,
    String name,
    @Nullable String website,
    List<String> scopes,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {}
