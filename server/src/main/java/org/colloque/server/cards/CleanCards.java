package org.colloque.server.cards;

import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.STATUS_CARDS;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets pages to which no post links any more, with their pictures. */
public final class CleanCards implements Worker {
  /** Kept so long after it was looked at, also when nobody links to it. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final int BATCH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(CleanCards.class);

  private final Kit kit;
  private final MediaStore store;

  public CleanCards(Kit kit, MediaStore store) {
    this.kit = kit;
    this.store = store;
  }

  @Override
  public String name() {
    return "clean-cards";
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(1);
  }

  @Override
  public boolean work() {
    List<PreviewCardsRecord> gone =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .deleteFrom(PREVIEW_CARDS)
                        .where(
                            PREVIEW_CARDS.ID.in(
                                DSL.select(PREVIEW_CARDS.ID)
                                    .from(PREVIEW_CARDS)
                                    .where(
                                        PREVIEW_CARDS.FETCHED_AT.lt(
                                            kit.now().minus(KEPT).atOffset(ZoneOffset.UTC)))
                                    .andNotExists(
                                        DSL.selectOne()
                                            .from(STATUS_CARDS)
                                            .where(STATUS_CARDS.CARD_ID.eq(PREVIEW_CARDS.ID)))
                                    .limit(DSL.inline(BATCH))))
                        .returning()
                        .fetch());
    gone.forEach(this::dropPicture);
    return gone.size() == BATCH;
  }

  private void dropPicture(PreviewCardsRecord card) {
    if (card.getImageKey() == null) {
      return;
    }
    MediaKey.parse(card.getImageKey())
        .ifPresent(key -> {
          try {
            store.delete(key);
          } catch (IOException failure) {
            LOG.warn("the picture of a card cannot be deleted", failure);
          }
        });
  }
}
