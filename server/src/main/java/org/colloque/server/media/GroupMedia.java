package org.colloque.server.media;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import java.util.List;
import org.colloque.migrations.tables.records.MediaAttachmentsRecord;
import org.colloque.server.kit.Kit;

/** The files of a private group, when the group is erased. */
public final class GroupMedia {
  private static final int BATCH = 100;

  private final Kit kit;
  private final MediaStore store;

  public GroupMedia(Kit kit, MediaStore store) {
    this.kit = kit;
    this.store = store;
  }

  /** Deletes some files of the group, and then their rows; false when there are no more. */
  public boolean deleteSome(long group) {
    List<MediaAttachmentsRecord> some =
        kit.db()
            .seeingAll(tx ->
                tx.sql()
                    .selectFrom(MEDIA_ATTACHMENTS)
                    .where(MEDIA_ATTACHMENTS.GROUP_ID.eq(group))
                    .limit(BATCH)
                    .fetch());
    some.forEach(row -> MediaRetention.deleteFiles(store, row));
    kit.db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .deleteFrom(MEDIA_ATTACHMENTS)
                .where(
                    MEDIA_ATTACHMENTS.ID.in(
                        some.stream().map(MediaAttachmentsRecord::getId).toList()))
                .execute());
    return !some.isEmpty();
  }
}
