package org.colloque.server.archive;

import static org.colloque.migrations.Tables.ARCHIVES;
import static org.colloque.migrations.Tables.USERS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the archives that members ask for, one at a time, and removes them when their time is over
 * or their member is gone.
 */
final class MakeArchives implements Worker {
  /** The signal that somebody asked for one. */
  static final String TOPIC = "archive";

  /** How long one can be fetched; then another one can be asked for. */
  static final Duration KEPT = Duration.ofDays(7);

  /** After so long, another process makes what one left. */
  private static final Duration LEASE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(MakeArchives.class);

  private final Kit kit;
  private final WriteArchive archive;
  private final Path folder;

  /**
   * @param folder where archives stand until their time is over
   */
  MakeArchives(Kit kit, WriteArchive archive, Path folder) {
    this.kit = kit;
    this.archive = archive;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "make-archives";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(10);
  }

  @Override
  public String wakenBy() {
    return TOPIC;
  }

  private record Asked(long user, AccountId account, String file) {}

  @Override
  public boolean work() {
    clear();
    Optional<Asked> next = kit.db().as(Viewer.stranger(), this::take);
    next.ifPresent(this::make);
    return next.isPresent();
  }

  private Optional<Asked> take(Tx tx) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    var next =
        DSL.select(ARCHIVES.USER_ID)
            .from(ARCHIVES)
            .where(ARCHIVES.READY_AT.isNull())
            .and(ARCHIVES.BEGUN_AT.isNull().or(ARCHIVES.BEGUN_AT.lt(now.minus(LEASE))))
            .orderBy(ARCHIVES.REQUESTED_AT)
            .limit(DSL.inline(1))
            .forUpdate()
            .skipLocked();
    return tx.sql()
        .update(ARCHIVES)
        .set(ARCHIVES.BEGUN_AT, now)
        .set(ARCHIVES.FILE, kit.secrets().newToken() + ".zip")
        .from(USERS)
        .where(USERS.ID.eq(ARCHIVES.USER_ID))
        .and(ARCHIVES.USER_ID.in(next))
        .returningResult(ARCHIVES.USER_ID, USERS.ACCOUNT_ID, ARCHIVES.FILE)
        .fetchOptional()
        .map(row ->
            new Asked(
                row.get(ARCHIVES.USER_ID),
                new AccountId(row.get(USERS.ACCOUNT_ID)),
                row.get(ARCHIVES.FILE)));
  }

  private void make(Asked asked) {
    try {
      Files.createDirectories(folder);
      archive.write(asked.account(), folder.resolve(asked.file()));
    } catch (IOException failure) {
      throw new UncheckedIOException("an archive cannot be written", failure);
    }
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ARCHIVES)
                    .set(ARCHIVES.READY_AT, kit.now().atOffset(ZoneOffset.UTC))
                    .where(ARCHIVES.USER_ID.eq(asked.user()))
                    .and(ARCHIVES.FILE.eq(asked.file()))
                    .execute());
  }

  /** Files that no row names are of members who are gone, or of a process that was killed. */
  private void clear() {
    Set<String> named =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  Instant over = kit.now().minus(KEPT);
                  tx.sql()
                      .deleteFrom(ARCHIVES)
                      .where(ARCHIVES.READY_AT.le(over.atOffset(ZoneOffset.UTC)))
                      .execute();
                  return new HashSet<>(
                      tx.sql()
                          .select(ARCHIVES.FILE)
                          .from(ARCHIVES)
                          .where(ARCHIVES.FILE.isNotNull())
                          .fetch(ARCHIVES.FILE));
                });
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path file : files) {
        if (!named.contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException failure) {
      LOG.warn("an archive stays behind", failure);
    }
  }
}
