package org.colloque.server.anonymous;

import static org.colloque.migrations.Tables.ANONYMOUS_POSTS;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.migrations.tables.records.AnonymousPostsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;

/**
 * Lets the posts of a batch appear. Each is written anew in the order of its random number, so that
 * not even their place in the table tells in which order they came.
 */
public final class PublishAnonymous implements Worker {
  private final Kit kit;

  public PublishAnonymous(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "publish-anonymous";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(20);
  }

  @Override
  public boolean work() {
    return kit.db().<Boolean>seeingAll(this::publish);
  }

  private boolean publish(Tx tx) {
    if (!tx.tryLock("publish anonymous posts")) {
      return false;
    }
    List<AnonymousPostsRecord> due =
        tx.sql()
            .selectFrom(ANONYMOUS_POSTS)
            .where(ANONYMOUS_POSTS.PUBLISHED.isFalse())
            .and(ANONYMOUS_POSTS.APPEARS_AT.le(kit.now().atOffset(ZoneOffset.UTC)))
            .orderBy(ANONYMOUS_POSTS.ID)
            .forUpdate()
            .fetch();
    tx.sql()
        .deleteFrom(ANONYMOUS_POSTS)
        .where(ANONYMOUS_POSTS.ID.in(due.stream().map(AnonymousPostsRecord::getId).toList()))
        .execute();
    for (AnonymousPostsRecord post : due) {
      post.setPublished(true);
      tx.sql().insertInto(ANONYMOUS_POSTS).set(post.intoMap()).execute();
    }
    return false;
  }
}
