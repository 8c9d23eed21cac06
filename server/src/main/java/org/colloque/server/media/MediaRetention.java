package org.colloque.server.media;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.migrations.tables.records.MediaAttachmentsRecord;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes uploads that belong to no status: never posted, or their status was deleted. */
public final class MediaRetention implements Worker {
  /** How long an upload may wait for its status. */
  public static final Duration LOOSE = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(MediaRetention.class);
  private static final int BATCH = 100;

  private final Kit kit;
  private final MediaStore store;

  public MediaRetention(Kit kit, MediaStore store) {
    this.kit = kit;
    this.store = store;
  }

  @Override
  public String name() {
    return "media-retention";
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(1);
  }

  @Override
  public boolean work() {
    List<MediaAttachmentsRecord> loose =
        kit.db()
            .seeingAll(tx ->
                tx.sql()
                    .selectFrom(MEDIA_ATTACHMENTS)
                    .where(MEDIA_ATTACHMENTS.STATUS_ID.isNull())
                    .and(MEDIA_ATTACHMENTS.SCHEDULED_ID.isNull())
                    .and(
                        MEDIA_ATTACHMENTS.CREATED_AT.lt(
                            kit.now().minus(LOOSE).atOffset(ZoneOffset.UTC)))
                    .limit(BATCH)
                    .fetch());
    for (MediaAttachmentsRecord row : loose) {
      // the files first: a row without files is found again, files without a row are not
      deleteFiles(store, row);
      kit.db()
          .<Integer>seeingAll(tx ->
              tx.sql()
                  .deleteFrom(MEDIA_ATTACHMENTS)
                  .where(MEDIA_ATTACHMENTS.ID.eq(row.getId()))
                  .and(MEDIA_ATTACHMENTS.STATUS_ID.isNull())
                  .and(MEDIA_ATTACHMENTS.SCHEDULED_ID.isNull())
                  .execute());
    }
    return loose.size() == BATCH;
  }

  static void deleteFiles(MediaStore store, MediaAttachmentsRecord row) {
    for (String key : new String[] {row.getFileKey(), row.getThumbnailKey()}) {
      if (key != null) {
        MediaKey.parse(key)
            .ifPresent(parsed -> {
              try {
                store.delete(parsed);
              } catch (IOException failure) {
                LOG.warn("a media file cannot be deleted", failure);
              }
            });
      }
    }
  }
}
