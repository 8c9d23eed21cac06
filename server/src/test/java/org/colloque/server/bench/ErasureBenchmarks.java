package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Run by {@code ./bench erasure}: somebody who wrote much deletes the account. */
class ErasureBenchmarks {
  private static final int POSTS = 30_000;
  private static final String VICTIM = "(SELECT id FROM accounts WHERE username = 'reader')";

  /** Each post has two favourites and a boost, is answered, notified, and in ten home feeds. */
  private static final String[] LIFE = {
    """
    INSERT INTO statuses (id, account_id, uri, url, local, audience, conversation_id, text,
      content_html, created_at, favourites_count, reblogs_count, replies_count)
    SELECT (1::bigint << 50) + (n::bigint << 28), %s, 'http://localhost/mine/' || n, NULL, true, 'public', 1, 'x',
      '<p>mine</p>', now(), 2, 1, 1 FROM generate_series(1, %d) n
    """,
    """
    INSERT INTO favourites (id, account_id, status_id, created_at)
    SELECT 2 * n + k, 1 + (n + 500 * k) %% 1000, (1::bigint << 50) + (n::bigint << 28), now()
    FROM generate_series(1, %2$d) n, generate_series(0, 1) k WHERE %1$s > 0
    """,
    """
    INSERT INTO statuses (id, account_id, uri, local, audience, conversation_id, reblog_of_id,
      created_at)
    SELECT (2::bigint << 40) + n, 1 + n %% 1000, 'https://far.example/b/' || n, false, 'public', 1,
      (1::bigint << 50) + (n::bigint << 28), now() FROM generate_series(1, %2$d) n WHERE %1$s > 0
    """,
    """
    INSERT INTO statuses (id, account_id, uri, local, audience, conversation_id, in_reply_to_id,
      in_reply_to_account_id, content_html, created_at)
    SELECT (3::bigint << 40) + n, 1 + n %% 1000, 'https://far.example/r/' || n, false, 'public', 1,
      (1::bigint << 50) + (n::bigint << 28), %1$s, '<p>an answer</p>', now() FROM generate_series(1, %2$d) n
    """,
    """
    INSERT INTO favourites (id, account_id, status_id, created_at)
    SELECT 1000000 + n, %1$s, (3::bigint << 40) + n, now() FROM generate_series(1, %2$d) n
    """,
    """
    INSERT INTO media_attachments (id, account_id, status_id, kind, file_key, created_at, updated_at)
    SELECT n, %1$s, (1::bigint << 50) + (n::bigint << 28), 'image', 'x/' || n, now(), now()
    FROM generate_series(1, %2$d / 3) n
    """,
    """
    INSERT INTO notifications (id, account_id, from_account_id, type, status_id, group_key, created_at)
    SELECT n, %1$s, 1 + n %% 1000, 'favourite', (1::bigint << 50) + (n::bigint << 28), 'g', now()
    FROM generate_series(1, %2$d) n
    """,
    """
    INSERT INTO home_chunks (account_id, span, first_id)
    SELECT 2000 + k, home_span((1::bigint << 50) + (n::bigint << 28)), (1::bigint << 50) + (n::bigint << 28) FROM generate_series(1, %2$d) n, generate_series(1, 10) k
    WHERE %1$s > 0
    """,
  };

  private final PrintStream out = System.out;

  @Test
  void somebodyWhoWroteMuchIsErased() throws Exception {
    try (Stage stage = new Stage()) {
      stage.fill(kit -> Dataset.fill(kit, 10_000));
      for (String statement : LIFE) {
        stage.execute(String.format(Locale.ROOT, statement, VICTIM, POSTS));
      }
      stage.execute("VACUUM ANALYZE");
      stage.execute("UPDATE accounts SET erase_at = now() WHERE username = 'reader'");
      long start = System.nanoTime();
      try (ServerProcess _ = stage.server()) {
        CompletableFuture<Paced.Result> beside =
            CompletableFuture.supplyAsync(() -> strangers(stage.port));
        Awaitility.await()
            .atMost(Duration.ofMinutes(5))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> !stage.has("accounts", "erase_at IS NOT NULL"));
        double seconds = (System.nanoTime() - start) / 1e9;
        Paced.Result others = beside.join();
        out.printf(
            Locale.ROOT,
            "%,d posts erased %.1f s after the start; public timeline beside it: p50 %.1f, p99 %.1f"
                + " ms, longest %.1f ms, %d refused%n",
            POSTS,
            seconds,
            others.millis(0.5),
            others.millis(0.99),
            others.millis(1),
            others.refused());
        assertThat(stage.has("statuses", "account_id = " + VICTIM)).isFalse();
      }
    }
  }

  private static Paced.Result strangers(int port) {
    try {
      return Paced.run(
          port, "GET /api/v1/timelines/public HTTP/1.1\r\nHost: localhost\r\n\r\n", 50, 10);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
