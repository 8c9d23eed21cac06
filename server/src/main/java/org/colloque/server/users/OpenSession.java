package org.colloque.server.users;

import java.time.Instant;

/** A browser in which somebody is signed in. */
public record OpenSession(
    long id, String userAgent, String address, Instant createdAt, Instant lastUsedAt) {}
