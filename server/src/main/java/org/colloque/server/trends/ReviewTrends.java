package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TREND_STATUSES;

import java.time.ZoneOffset;
import java.util.Map;
import org.colloque.migrations.tables.records.TagsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.jspecify.annotations.Nullable;

/** Those who moderate say what may trend. */
final class ReviewTrends {
  private final Kit kit;
  private final AuditLog audit;

  ReviewTrends(Kit kit) {
    this.kit = kit;
    this.audit = new AuditLog(kit);
  }

  /** What is decided about a hashtag; what is missing stays as it is. */
  record TagChange(
      @Nullable String displayName,
      @Nullable Boolean trendable,
      @Nullable Boolean usable,
      @Nullable Boolean listable) {
    static TagChange trendable(boolean yes) {
      return new TagChange(null, yes, null, null);
    }
  }

  void tag(Tx tx, AccountId by, TagsRecord tag, TagChange change) {
    var update = tx.sql().update(TAGS).set(TAGS.REVIEWED_AT, kit.now().atOffset(ZoneOffset.UTC));
    if (change.displayName() != null) {
      update = update.set(TAGS.DISPLAY_NAME, change.displayName());
    }
    if (change.trendable() != null) {
      update = update.set(TAGS.TRENDABLE, change.trendable());
    }
    if (change.usable() != null) {
      update = update.set(TAGS.USABLE, change.usable());
    }
    if (change.listable() != null) {
      update = update.set(TAGS.LISTABLE, change.listable());
    }
    update.where(TAGS.ID.eq(tag.getId())).execute();
    audit.write(
        tx,
        by,
        "tag.reviewed",
        Map.of("tag", tag.getName(), "trendable", String.valueOf(change.trendable())));
  }

  /**
   * @throws ProblemException 404 for a post that does not trend
   */
  void status(Tx tx, AccountId by, long id, boolean trendable) {
    int found =
        tx.sql()
            .update(TREND_STATUSES)
            .set(TREND_STATUSES.TRENDABLE, trendable)
            .where(TREND_STATUSES.STATUS_ID.eq(id))
            .execute();
    if (found == 0) {
      throw ProblemException.notFound();
    }
    audit.write(
        tx,
        by,
        "status.reviewed",
        Map.of("status", Long.toString(id), "trendable", Boolean.toString(trendable)));
  }
}
