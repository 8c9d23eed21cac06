package org.colloque.server.scheduled;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.SCHEDULED_STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.ScheduledStatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.ProblemException;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Draft;
import org.colloque.server.statuses.PostStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what is due. What cannot be posted any more (the post that it answers is gone, its author
 * may not write, or is no longer in the group for which it was meant) is dropped, as in Mastodon.
 */
public final class PublishScheduled implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(PublishScheduled.class);
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final int AT_ONCE = 20;
  private static final int SERVER_FAULT = 500;

  private final Kit kit;
  private final PostStatus post;

  public PublishScheduled(Kit kit, PostStatus post) {
    this.kit = kit;
    this.post = post;
  }

  @Override
  public String name() {
    return "publish-scheduled";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    List<ScheduledStatusesRecord> due =
        kit.db()
            .seeingAll(tx ->
                tx.sql()
                    .selectFrom(SCHEDULED_STATUSES)
                    .where(SCHEDULED_STATUSES.SCHEDULED_AT.le(kit.now().atOffset(ZoneOffset.UTC)))
                    .orderBy(SCHEDULED_STATUSES.SCHEDULED_AT, SCHEDULED_STATUSES.ID)
                    .limit(AT_ONCE)
                    .fetch());
    due.forEach(this::publish);
    return due.size() == AT_ONCE;
  }

  /**
   * Under a key of its own: after a crash between posting and forgetting it is not posted twice.
   */
  private void publish(ScheduledStatusesRecord row) {
    AccountId author = new AccountId(row.getAccountId());
    PostStatus.Context context =
        new PostStatus.Context(
            author, row.getApplicationId(), Optional.of("scheduled-" + row.getId()));
    try {
      if (letGo(row)) {
        post.postInto(context, Draft.of(ScheduledEntity.sent(row)), row.getGroupId());
      }
    } catch (ProblemException refused) {
      if (refused.status() >= SERVER_FAULT) {
        LOG.warn("a scheduled post waits for another try", refused);
        return;
      }
      LOG.info("a scheduled post cannot be posted any more: {}", refused.message());
    }
    kit.db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .deleteFrom(SCHEDULED_STATUSES)
                .where(SCHEDULED_STATUSES.ID.eq(row.getId()))
                .execute());
  }

  /** Whether its author may write; what it holds becomes free for the post. */
  private boolean letGo(ScheduledStatusesRecord row) {
    return kit.db()
        .<Boolean>seeingAll(tx -> {
          tx.sql()
              .update(MEDIA_ATTACHMENTS)
              .setNull(MEDIA_ATTACHMENTS.SCHEDULED_ID)
              .where(MEDIA_ATTACHMENTS.SCHEDULED_ID.eq(row.getId()))
              .execute();
          return tx.sql()
              .fetchExists(
                  tx.sql()
                      .selectOne()
                      .from(USERS)
                      .join(ACCOUNTS)
                      .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
                      .where(USERS.ACCOUNT_ID.eq(row.getAccountId()))
                      .and(USERS.DISABLED_AT.isNull())
                      .and(ACCOUNTS.SUSPENDED_AT.isNull())
                      .and(ACCOUNTS.DELETED_AT.isNull()));
        });
  }
}
