package org.colloque.server.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.colloque.server.http.Reply;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FederatedOutbox;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are the same for everybody, ready to be written. Emptied when an account of ours
 * changes; an answer that was being made at that moment lives a minute at most.
 */
final class ReplyCache {
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final long BYTES = 16L * 1024 * 1024;
  private static final int OVERHEAD = 512;

  private final Cache<String, Reply> replies =
      Caffeine.newBuilder()
          .maximumWeight(BYTES)
          .weigher((String key, Reply reply) -> OVERHEAD + key.length() + size(reply))
          .expireAfterWrite(AGE)
          .build();

  ReplyCache(Kit kit) {
    kit.signals().on(FederatedOutbox.ACTOR_CHANGED, _ -> replies.invalidateAll());
    kit.signals().onMissed(replies::invalidateAll);
  }

  @Nullable Reply get(String key) {
    return replies.getIfPresent(key);
  }

  Reply keep(String key, Reply reply) {
    replies.put(key, reply);
    return reply;
  }

  private static int size(Reply reply) {
    return reply.body() instanceof Reply.Body.Bytes bytes ? bytes.bytes().length : 0;
  }
}
