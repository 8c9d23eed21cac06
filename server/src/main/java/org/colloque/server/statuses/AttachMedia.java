package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Binds uploads to the status they were made for, and notes remote attachments. */
public final class AttachMedia {
  /** Attachments of one status (semantics.md, section 7). */
  public static final int MAX_ATTACHMENTS = 4;

  private final Kit kit;

  public AttachMedia(Kit kit) {
    this.kit = kit;
  }

  void attach(Tx tx, StatusId status, NewStatus from) {
    attach(tx.sql(), status, from.author(), group(from.audience()), from.media());
    attachRemote(tx.sql(), status, from.author(), from.remoteMedia());
  }

  /**
   * Binds uploads in their order.
   *
   * @throws ProblemException 422 when one is not the author's own or belongs to a status already
   */
  public void attach(
      DSLContext sql,
      StatusId status,
      AccountId author,
      @Nullable Long group,
      List<MediaId> media) {
    for (int position = 0; position < media.size(); position++) {
      int bound =
          sql.update(MEDIA_ATTACHMENTS)
              .set(MEDIA_ATTACHMENTS.STATUS_ID, status.value())
              .set(MEDIA_ATTACHMENTS.GROUP_ID, group)
              .set(MEDIA_ATTACHMENTS.POSITION, (short) position)
              .where(MEDIA_ATTACHMENTS.ID.eq(media.get(position).value()))
              .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
              // what waits with a post that comes out later belongs to that one
              .and(MEDIA_ATTACHMENTS.SCHEDULED_ID.isNull())
              // what was sent for a group stays in it
              .and(
                  group == null
                      ? MEDIA_ATTACHMENTS.GROUP_ID.isNull()
                      : MEDIA_ATTACHMENTS
                          .GROUP_ID
                          .isNull()
                          .or(MEDIA_ATTACHMENTS.GROUP_ID.eq(group)))
              .and(
                  MEDIA_ATTACHMENTS
                      .STATUS_ID
                      .isNull()
                      .or(MEDIA_ATTACHMENTS.STATUS_ID.eq(status.value())))
              .execute();
      if (bound == 0) {
        throw ProblemException.invalid("Media attachment not found");
      }
    }
  }

  /** Describes attachments of the status anew; those of others are left out. */
  void describe(
      DSLContext sql, StatusId status, AccountId author, List<MediaDetails> all, Instant now) {
    for (MediaDetails details : all) {
      sql.selectFrom(MEDIA_ATTACHMENTS)
          .where(MEDIA_ATTACHMENTS.ID.eq(details.id().value()))
          .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
          .and(MEDIA_ATTACHMENTS.STATUS_ID.eq(status.value()))
          .forEach(row -> {
            details.description().ifPresent(row::setDescription);
            details
                .focus()
                .ifPresent(focus -> {
                  row.setFocusX((float) focus.x());
                  row.setFocusY((float) focus.y());
                });
            row.setUpdatedAt(now.atOffset(ZoneOffset.UTC));
            sql.executeUpdate(row);
          });
    }
  }

  /** Notes what another server attached; the files stay there. */
  public void attachRemote(
      DSLContext sql, StatusId status, AccountId author, List<NewStatus.RemoteMedia> media) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    short position = 0;
    for (NewStatus.RemoteMedia one : media) {
      sql.insertInto(MEDIA_ATTACHMENTS)
          .set(MEDIA_ATTACHMENTS.ID, kit.ids().next())
          .set(MEDIA_ATTACHMENTS.ACCOUNT_ID, author.value())
          .set(MEDIA_ATTACHMENTS.STATUS_ID, status.value())
          .set(MEDIA_ATTACHMENTS.POSITION, position++)
          .set(MEDIA_ATTACHMENTS.KIND, one.kind())
          .set(MEDIA_ATTACHMENTS.REMOTE_URL, one.url())
          .set(MEDIA_ATTACHMENTS.THUMBNAIL_REMOTE_URL, one.thumbnailUrl())
          .set(MEDIA_ATTACHMENTS.CONTENT_TYPE, one.contentType())
          .set(MEDIA_ATTACHMENTS.DESCRIPTION, one.description())
          .set(MEDIA_ATTACHMENTS.BLURHASH, one.blurhash())
          .set(MEDIA_ATTACHMENTS.WIDTH, one.width())
          .set(MEDIA_ATTACHMENTS.HEIGHT, one.height())
          .set(MEDIA_ATTACHMENTS.FOCUS_X, toFloat(one.focusX()))
          .set(MEDIA_ATTACHMENTS.FOCUS_Y, toFloat(one.focusY()))
          .set(MEDIA_ATTACHMENTS.CREATED_AT, now)
          .set(MEDIA_ATTACHMENTS.UPDATED_AT, now)
          .execute();
    }
  }

  private static @Nullable Float toFloat(@Nullable Double value) {
    return value == null ? null : value.floatValue();
  }

  private static @Nullable Long group(Audience audience) {
    return switch (audience) {
      case Audience.Fediverse _ -> null;
      case Audience.Group group -> group.group();
    };
  }
}
