package org.colloque.server.emojis;

import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.colloque.server.media.ProcessedImage;
import org.colloque.server.moderation.AuditLog;

/** Those who run the instance add an emoji, switch it off and on, and delete it. */
public final class KeepEmoji {
  /** Largest file, as in Mastodon. */
  public static final long MAX_BYTES = 256 * 1024;

  private final Kit kit;
  private final ImageProcessor processor;
  private final MediaStore store;
  private final AuditLog audit;

  public KeepEmoji(Kit kit, ImageProcessor processor, MediaStore store) {
    this.kit = kit;
    this.processor = processor;
    this.store = store;
    this.audit = new AuditLog(kit);
  }

  /**
   * @return false when there is one of this name, or as many as there may be
   * @throws ProblemException 422 when it is no picture that we take
   */
  public boolean add(AccountId actor, String name, String category, Upload picture) {
    ProcessedImage.Ready ready =
        switch (processor.emoji(picture.path())) {
          case ProcessedImage.Ready made -> made;
          case ProcessedImage.Refused refused -> throw MediaApi.refusal(refused.reason());
        };
    MediaKey key;
    try {
      key = store.put(ready.original());
    } catch (IOException failure) {
      throw new UncheckedIOException("an emoji cannot be stored", failure);
    }
    boolean added =
        kit.db().as(Viewer.of(actor), tx -> insert(tx, actor, name, category, key.toString()));
    if (!added) {
      drop(Optional.of(key));
    }
    return added;
  }

  private boolean insert(Tx tx, AccountId actor, String name, String category, String key) {
    if (tx.sql().fetchCount(CUSTOM_EMOJIS, CustomEmojis.ours()) >= CustomEmojis.MAX_EMOJIS) {
      return false;
    }
    String url = kit.urls().media(key);
    boolean added =
        tx.sql()
                .insertInto(CUSTOM_EMOJIS)
                .set(CUSTOM_EMOJIS.ID, kit.ids().next())
                .set(CUSTOM_EMOJIS.SHORTCODE, name)
                .set(CUSTOM_EMOJIS.IMAGE_KEY, key)
                .set(CUSTOM_EMOJIS.IMAGE_URL, url)
                .set(CUSTOM_EMOJIS.STATIC_URL, url)
                .set(CUSTOM_EMOJIS.CATEGORY, category.isEmpty() ? null : category)
                .set(CUSTOM_EMOJIS.UPDATED_AT, kit.now().atOffset(ZoneOffset.UTC))
                .onConflictDoNothing()
                .execute()
            > 0;
    if (added) {
      audit.write(tx, actor, "emoji.created", Map.of("shortcode", name));
    }
    return added;
  }

  /**
   * Posts that have it already go on showing it.
   *
   * @throws ProblemException 404 when there is none
   */
  public void enable(Tx tx, AccountId actor, long id, boolean enabled) {
    String name =
        tx.sql()
            .update(CUSTOM_EMOJIS)
            .set(CUSTOM_EMOJIS.DISABLED, !enabled)
            .set(CUSTOM_EMOJIS.UPDATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .where(CUSTOM_EMOJIS.ID.eq(id))
            .and(CustomEmojis.ours())
            .returning(CUSTOM_EMOJIS.SHORTCODE)
            .fetchOptional(CUSTOM_EMOJIS.SHORTCODE)
            .orElseThrow(ProblemException::notFound);
    audit.write(tx, actor, enabled ? "emoji.enabled" : "emoji.disabled", Map.of("shortcode", name));
  }

  /**
   * Where it stands in posts, its name is read from then on.
   *
   * @throws ProblemException 404 when there is none
   */
  public void delete(AccountId actor, long id) {
    Optional<String> key =
        kit.db()
            .as(
                Viewer.of(actor),
                tx -> {
                  var row =
                      tx.sql()
                          .deleteFrom(CUSTOM_EMOJIS)
                          .where(CUSTOM_EMOJIS.ID.eq(id))
                          .and(CustomEmojis.ours())
                          .returning(CUSTOM_EMOJIS.SHORTCODE, CUSTOM_EMOJIS.IMAGE_KEY)
                          .fetchOptional()
                          .orElseThrow(ProblemException::notFound);
                  audit.write(tx, actor, "emoji.deleted", Map.of("shortcode", row.getShortcode()));
                  return Optional.ofNullable(row.getImageKey());
                });
    drop(key.flatMap(MediaKey::parse));
  }

  private void drop(Optional<MediaKey> key) {
    if (key.isPresent()) {
      try {
        store.delete(key.get());
      } catch (IOException failure) {
        throw new UncheckedIOException("an emoji cannot be deleted", failure);
      }
    }
  }
}
