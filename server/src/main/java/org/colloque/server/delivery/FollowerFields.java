package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FollowersByServer;
import org.colloque.server.remote.FollowerDigest;
import org.jooq.impl.DSL;

/**
 * Says with a new post which of its author's followers we count on the server that gets it
 * (FEP-8fcf), so that both notice when they differ. A server learns of its own people only.
 */
final class FollowerFields {
  private static final String FIELD = "Collection-Synchronization";

  /** A number that is older than the list is believed by nobody, which does no harm. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final int ACTIVITIES = 1_000;

  private final Kit kit;
  private final Cache<Long, Map<Origin, String>> byActivity =
      Caffeine.newBuilder().maximumSize(ACTIVITIES).expireAfterWrite(KEPT).build();

  FollowerFields(Kit kit) {
    this.kit = kit;
  }

  /** Counts once for all deliveries of a post what goes with them. */
  void read(Collection<Delivery> begun) {
    Set<Long> missing = new HashSet<>();
    for (Delivery delivery : begun) {
      if (byActivity.getIfPresent(delivery.activity()) == null) {
        missing.add(delivery.activity());
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(activity -> byActivity.put(activity, Map.of()));
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(OUTBOX_ACTIVITIES.ID, ACCOUNTS.ID, ACCOUNTS.USERNAME)
                    .from(OUTBOX_ACTIVITIES)
                    .join(ACCOUNTS)
                    .on(ACCOUNTS.ID.eq(OUTBOX_ACTIVITIES.ACCOUNT_ID))
                    .where(OUTBOX_ACTIVITIES.ID.eq(DSL.any(missing.toArray(Long[]::new))))
                    .and(OUTBOX_ACTIVITIES.TYPE.eq("Create"))
                    .and(OUTBOX_ACTIVITIES.STATUS_AUDIENCE.in("public", "unlisted", "followers"))
                    .fetch()
                    .forEach(row -> {
                      Map<Origin, String> fields = new HashMap<>();
                      FollowersByServer.all(tx.sql(), new AccountId(row.value2()))
                          .forEach((server, uris) -> fields.put(server, field(row.value3(), uris)));
                      byActivity.put(row.value1(), fields);
                    }));
  }

  /** The header fields that go with a delivery; mostly none. */
  Map<String, String> fields(Delivery delivery) {
    Map<Origin, String> byServer = byActivity.getIfPresent(delivery.activity());
    String field =
        byServer == null || byServer.isEmpty()
            ? null
            : Origin.of(delivery.inbox()).map(byServer::get).orElse(null);
    return field == null ? Map.of() : Map.of(FIELD, field);
  }

  private String field(String username, Collection<String> followers) {
    return "collectionId=\"%s\", url=\"%s\", digest=\"%s\""
        .formatted(
            kit.urls().followers(username),
            kit.urls().followersSynchronization(username),
            FollowerDigest.of(followers));
  }
}
