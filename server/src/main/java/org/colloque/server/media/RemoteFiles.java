package org.colloque.server.media;

import static org.colloque.migrations.Tables.REMOTE_FILES;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Problems;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of other servers. Each is fetched when somebody looks at it for the first time, and kept
 * as it came: nothing decodes it here, and nothing but the four formats that browsers read as
 * pictures is kept (security.md, row 18).
 */
public final class RemoteFiles {
  /** Larger ones are not fetched. */
  static final long MAX_BYTES = 16L * 1024 * 1024;

  /** Pictures that are on their way here at once. */
  static final int AT_ONCE = 16;

  /** What could not be had is not asked for again for so long. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LOCKS = 256;
  private static final int REMEMBERED = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(RemoteFiles.class);

  private final Kit kit;
  private final MediaStore store;
  private final Fetcher fetcher;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  /** Addresses from which nothing came, until when they are left alone, in milliseconds. */
  private final Cache<String, Long> failed = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  public RemoteFiles(Kit kit, MediaStore store, Fetcher fetcher) {
    this.kit = kit;
    this.store = store;
    this.fetcher = fetcher;
    Arrays.setAll(locks, _ -> new ReentrantLock());
  }

  /**
   * The picture at {@code url}, from here or else from there; empty when there is none that we
   * take.
   *
   * @throws org.colloque.server.http.ProblemException 503 when too many are on their way
   */
  Optional<MediaStore.Stored> get(String url) throws IOException {
    byte[] hash = Secrets.hash(url);
    Optional<MediaStore.Stored> known = known(hash);
    if (known.isPresent()) {
      return known;
    }
    Long until = failed.getIfPresent(url);
    if (until != null && until > kit.now().toEpochMilli()) {
      return Optional.empty();
    }
    // who asks for the same waits for the first
    ReentrantLock lock = locks[Math.floorMod(Arrays.hashCode(hash), LOCKS)];
    lock.lock();
    try {
      Optional<MediaStore.Stored> meanwhile = known(hash);
      return meanwhile.isPresent() ? meanwhile : fetch(url, hash);
    } finally {
      lock.unlock();
    }
  }

  private Optional<MediaStore.Stored> known(byte[] hash) throws IOException {
    var now = kit.now().atOffset(ZoneOffset.UTC);
    Optional<MediaKey> key =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  tx.sql()
                      .update(REMOTE_FILES)
                      .set(REMOTE_FILES.USED_AT, now)
                      .where(REMOTE_FILES.URL_HASH.eq(hash))
                      .and(REMOTE_FILES.USED_AT.lt(now.minus(DAY)))
                      .execute();
                  return tx.sql()
                      .select(REMOTE_FILES.FILE_KEY)
                      .from(REMOTE_FILES)
                      .where(REMOTE_FILES.URL_HASH.eq(hash))
                      .fetchOptional(REMOTE_FILES.FILE_KEY);
                })
            .flatMap(MediaKey::parse);
    return key.isPresent() ? store.get(key.get()) : Optional.empty();
  }

  private Optional<MediaStore.Stored> fetch(String url, byte[] hash) throws IOException {
    try {
      if (!places.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Problems.overloaded();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Problems.overloaded();
    }
    Path file = Files.createTempFile("colloque-remote", null);
    try {
      Optional<byte[]> picture = download(url, file);
      if (picture.isEmpty()) {
        failed.put(url, kit.now().plus(PAUSE).toEpochMilli());
        return Optional.empty();
      }
      return store.get(keep(hash, picture.get()));
    } finally {
      places.release();
      Files.deleteIfExists(file);
    }
  }

  private Optional<byte[]> download(String url, Path file) throws IOException {
    if (fetcher.media(url, file, MAX_BYTES) instanceof FetchResult.Found<Fetcher.Media>) {
      byte[] bytes = Files.readAllBytes(file);
      if (ImageFormat.detect(bytes).isPresent()) {
        return Optional.of(bytes);
      }
    }
    LOG.debug("no picture came from another server");
    return Optional.empty();
  }

  private MediaKey keep(byte[] hash, byte[] picture) throws IOException {
    MediaKey key = store.put(picture, ImageFormat.detect(picture).orElseThrow().extension());
    var now = kit.now().atOffset(ZoneOffset.UTC);
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .insertInto(REMOTE_FILES)
                    .set(REMOTE_FILES.URL_HASH, hash)
                    .set(REMOTE_FILES.FILE_KEY, key.toString())
                    .set(REMOTE_FILES.BYTES, (long) picture.length)
                    .set(REMOTE_FILES.FETCHED_AT, now)
                    .set(REMOTE_FILES.USED_AT, now)
                    // there is a row, but its file is gone
                    .onConflict(REMOTE_FILES.URL_HASH)
                    .doUpdate()
                    .set(REMOTE_FILES.FILE_KEY, key.toString())
                    .set(REMOTE_FILES.FETCHED_AT, now)
                    .execute());
    return key;
  }
}
