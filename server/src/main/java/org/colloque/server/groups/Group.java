package org.colloque.server.groups;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A private group, as its members see it.
 *
 * @param slug what the handles of its members begin with
 * @param details what its organisers chose
 * @param charterHtml cleaned
 * @param archivedAt read-only since then
 * @param deleteAfter erased then, and read-only until then
 * @param taken seats that are taken
 */
public record Group(
    GroupId id,
    String slug,
    GroupDetails details,
    String charterHtml,
    Instant createdAt,
    @Nullable Instant archivedAt,
    @Nullable Instant deleteAfter,
    int taken) {

  public String name() {
    return details.name();
  }

  /** Archived, or on its way to be deleted. */
  public boolean isReadOnly() {
    return archivedAt != null || deleteAfter != null;
  }

  /** Whether a small group has fewer or more members than it works well with (B.1). */
  public boolean hasAnUnusualSize() {
    return details.type().isSmall()
        && (taken < GroupDetails.ADVISED_LEAST || taken > GroupDetails.ADVISED_MOST);
  }
}
