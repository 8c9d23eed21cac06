package org.colloque.server.accounts;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a member stands to an account (Mastodon 4.6, entity Relationship).
 *
 * @param mutingExpiresAt the one moment that Mastodon writes without milliseconds (semantics.md,
 *     section 3)
 */
public record RelationshipEntity(
    String id,
    boolean following,
    boolean showingReblogs,
    boolean notifying,
    @Nullable List<String> languages,
    boolean followedBy,
    boolean blocking,
    boolean blockedBy,
    boolean muting,
    boolean mutingNotifications,
    @Nullable String mutingExpiresAt,
    boolean requested,
    boolean requestedBy,
    boolean domainBlocking,
    boolean endorsed,
    String note) {

  static @Nullable String wholeSecond(@Nullable Instant moment) {
    return moment == null
        ? null
        : DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
  }
}
