package org.colloque.server.media;

import static org.colloque.migrations.Tables.REMOTE_FILES;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.migrations.tables.records.RemoteFilesRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of pictures of other servers that nobody looked at for a while, and of those looked at
 * longest ago when they are too much. They are fetched again when somebody does.
 */
public final class RemoteFileRetention implements Worker {
  /** After so long without a look. */
  public static final Duration KEPT = Duration.ofDays(14);

  /** All of them together. */
  public static final long MOST_BYTES = 4L * 1024 * 1024 * 1024;

  private static final int BATCH = 200;
  private static final Logger LOG = LoggerFactory.getLogger(RemoteFileRetention.class);

  private final Kit kit;
  private final MediaStore store;
  private final long mostBytes;

  public RemoteFileRetention(Kit kit, MediaStore store) {
    this(kit, store, MOST_BYTES);
  }

  RemoteFileRetention(Kit kit, MediaStore store, long mostBytes) {
    this.kit = kit;
    this.store = store;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "remote-file-retention";
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(1);
  }

  @Override
  public boolean work() {
    List<RemoteFilesRecord> old = kit.db().as(Viewer.stranger(), tx -> old(tx.sql()));
    old.forEach(this::delete);
    return old.size() == BATCH;
  }

  private List<RemoteFilesRecord> old(DSLContext sql) {
    long bytes =
        sql.select(DSL.coalesce(DSL.sum(REMOTE_FILES.BYTES), BigDecimal.ZERO))
            .from(REMOTE_FILES)
            .fetchSingle()
            .value1()
            .longValue();
    var unseen = kit.now().minus(KEPT).atOffset(ZoneOffset.UTC);
    List<RemoteFilesRecord> first =
        sql.selectFrom(REMOTE_FILES).orderBy(REMOTE_FILES.USED_AT).limit(BATCH).fetch();
    List<RemoteFilesRecord> old = new ArrayList<>();
    for (RemoteFilesRecord row : first) {
      if (bytes > mostBytes || row.getUsedAt().isBefore(unseen)) {
        old.add(row);
        bytes -= row.getBytes();
      }
    }
    return old;
  }

  private void delete(RemoteFilesRecord row) {
    try {
      // the file first: a row without a file is found again, a file without a row is not
      store.delete(MediaKey.parse(row.getFileKey()).orElseThrow());
      kit.db()
          .doAs(
              Viewer.stranger(),
              tx ->
                  tx.sql()
                      .deleteFrom(REMOTE_FILES)
                      .where(REMOTE_FILES.URL_HASH.eq(row.getUrlHash()))
                      .and(REMOTE_FILES.FILE_KEY.eq(row.getFileKey()))
                      .execute());
    } catch (IOException failure) {
      LOG.warn("a picture of another server cannot be deleted", failure);
    }
  }
}
