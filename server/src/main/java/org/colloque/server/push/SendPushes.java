package org.colloque.server.push;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.Settings;
import org.colloque.server.instance.VapidKey;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.P256;
import org.colloque.server.notifications.NotificationEntities;
import org.colloque.server.notifications.Notifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the pushes that wait, each at least once. What a push service does not take is tried again
 * until nobody would want to read it; a device that its service knows no more is forgotten.
 */
public final class SendPushes implements Worker {
  /** How long a service keeps what a device has not fetched (RFC 8030, section 5.2). */
  static final Duration TIME_TO_LIVE = Duration.ofDays(2);

  /** The first pause; each is four times as long as the one before. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

  private static final int LONGEST_PAUSE = 5;

  /** After so long a push whose worker died is sent by another. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final int AT_ONCE = 50;
  private static final Logger LOG = LoggerFactory.getLogger(SendPushes.class);

  private final Kit kit;
  private final Settings settings;
  private final Fetcher services;
  private final Vapid vapid;
  private final PushMessages messages;

  public SendPushes(
      Kit kit,
      Settings settings,
      Fetcher services,
      VapidKey key,
      NotificationEntities notifications) {
    this.kit = kit;
    this.settings = settings;
    this.services = services;
    this.vapid = new Vapid(key);
    this.messages = new PushMessages(kit, notifications);
  }

  @Override
  public String name() {
    return "send-pushes";
  }

  @Override
  public Duration interval() {
    return FIRST_PAUSE;
  }

  @Override
  public String wakenBy() {
    return Notifier.TOPIC;
  }

  @Override
  public boolean work() {
    List<PushQueries.Push> due =
        kit.db().as(Viewer.stranger(), tx -> PushQueries.take(tx.sql(), kit.now(), LEASE, AT_ONCE));
    if (due.isEmpty()) {
      return false;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(push -> {
        Future<?> _ = threads.submit(() -> send(push));
      });
    }
    return due.size() == AT_ONCE;
  }

  private void send(PushQueries.Push push) {
    try {
      Optional<PushQueries.Listener> listener =
          kit.db()
              .as(
                  Viewer.stranger(),
                  tx -> PushQueries.listener(tx.sql(), push.subscription(), kit.now()));
      Optional<byte[]> message =
          listener.flatMap(each ->
              kit.db()
                  .as(
                      Viewer.of(each.subscription().account()),
                      tx -> messages.of(tx, each, push.notification())));
      if (message.isEmpty()) {
        kit.db().doAs(Viewer.stranger(), tx -> PushQueries.done(tx.sql(), push));
        return;
      }
      Subscription subscription = listener.orElseThrow().subscription();
      settle(push, post(subscription, message.get()));
    } catch (DatabaseUnavailableException waits) {
      LOG.debug("a push waits for the database", waits);
    } catch (RuntimeException failure) {
      LOG.error("a push could not be made and will be tried again", failure);
    }
  }

  private FetchResult<Integer> post(Subscription subscription, byte[] message) {
    PushCipher.Device device =
        new PushCipher.Device(
            P256.key(subscription.point()).orElseThrow(),
            subscription.point(),
            subscription.auth());
    byte[] salt = kit.secrets().randomBytes(PushCipher.SALT_BYTES);
    PushCipher.Sealed sealed =
        subscription.standard()
            ? PushCipher.standard(message, device, P256.newKeys(), salt)
            : PushCipher.draft(message, device, P256.newKeys(), salt);
    String audience =
        Origin.parse(subscription.endpoint()).flatMap(Origin::of).orElseThrow().toString();
    String token = vapid.token(audience, contact(), kit.now());
    Map<String, String> headers = new LinkedHashMap<>(sealed.headers());
    headers.put("TTL", Long.toString(TIME_TO_LIVE.toSeconds()));
    headers.put("Urgency", "normal");
    headers.put("Content-Type", "application/octet-stream");
    if (subscription.standard()) {
      headers.put("Authorization", "vapid t=" + token + ",k=" + vapid.publicKey());
    } else {
      headers.put("Authorization", "WebPush " + token);
      headers.put("Crypto-Key", sealed.dh() + ";p256ecdsa=" + vapid.publicKey());
    }
    return services.send(subscription.endpoint(), headers, sealed.body());
  }

  /** Whom a push service asks when something is wrong. */
  private String contact() {
    String mail = settings.current().contactEmail();
    return mail.isEmpty() ? kit.urls().base() : "mailto:" + mail;
  }

  private void settle(PushQueries.Push push, FetchResult<Integer> posted) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              switch (posted) {
                case FetchResult.Found<Integer> _ -> PushQueries.done(tx.sql(), push);
                case FetchResult.Unreachable<Integer> _ -> later(tx.sql(), push);
                case FetchResult.Denied<Integer> _,
                    FetchResult.Gone<Integer> _,
                    FetchResult.NotFound<Integer> _,
                    FetchResult.Refused<Integer> _,
                    FetchResult.TooLarge<Integer> _ -> {
                  LOG.info("a push service said {}: its device is forgotten", posted);
                  PushQueries.forget(tx.sql(), push.subscription());
                }
              }
            });
  }

  private void later(org.jooq.DSLContext sql, PushQueries.Push push) {
    int step = Math.min(push.attempts(), LONGEST_PAUSE) - 1;
    var next = kit.now().plus(FIRST_PAUSE.multipliedBy(1L << (2 * step)));
    if (next.isAfter(push.since().plus(TIME_TO_LIVE))) {
      PushQueries.done(sql, push);
    } else {
      PushQueries.again(sql, push, next);
    }
  }
}
