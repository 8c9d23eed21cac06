package org.colloque.server.reliability;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.colloque.server.Config;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.instance.Instance;

/**
 * The server with a fault: it answers requests, but dies, as by a power cut, in the moment in which
 * a commit has brought something into the delivery queue, of which nothing has been sent.
 */
final class DiesAfterCommit {
  static final int CODE = 137;

  private DiesAfterCommit() {}

  public static void main(String[] words) throws InterruptedException {
    Config config = Config.load(null, System.getenv(), Path.of(""));
    Config.Database own = config.database();
    Instance instance =
        Instance.start(
            config,
            new DatabaseSettings(own.url(), own.user(), own.password(), own.poolSize()),
            Clock.systemUTC());
    instance.kit().signals().on(DeliveryWorker.WAKE, _ -> Runtime.getRuntime().halt(CODE));
    System.out.println("Colloque is open, without workers");
    new CountDownLatch(1).await();
  }
}
