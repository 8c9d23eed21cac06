package org.colloque.server.cards;

import static org.colloque.migrations.Tables.CARD_ERRANDS;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_CARDS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Origin;
import org.colloque.migrations.tables.records.CardErrandsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.colloque.server.media.ProcessedImage;
import org.colloque.server.moderation.FederationPolicy;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the pages to which public posts link, once for all posts that link there. */
public final class FetchCards implements Worker {
  /** A page is asked again after so long, when somebody links to it once more. */
  static final Duration FRESH = Duration.ofDays(14);

  /** Larger pictures are left out. */
  static final long MAX_IMAGE = 4L * 1024 * 1024;

  /** Pages that are asked for at once. */
  private static final int AT_ONCE = 8;

  private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");
  private static final Set<String> JSON = Set.of("application/json", "application/json+oembed");
  private static final Logger LOG = LoggerFactory.getLogger(FetchCards.class);

  private final Kit kit;
  private final Fetcher fetcher;
  private final FederationPolicy policy;
  private final ImageProcessor images;
  private final MediaStore store;

  public FetchCards(
      Kit kit, Fetcher fetcher, FederationPolicy policy, ImageProcessor images, MediaStore store) {
    this.kit = kit;
    this.fetcher = fetcher;
    this.policy = policy;
    this.images = images;
    this.store = store;
  }

  @Override
  public String name() {
    return "fetch-cards";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String wakenBy() {
    return CardErrands.TOPIC;
  }

  /** What is taken is not tried again: a post without a card is no loss. */
  @Override
  public boolean work() {
    List<CardErrandsRecord> due =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .deleteFrom(CARD_ERRANDS)
                        .where(
                            CARD_ERRANDS.STATUS_ID.in(
                                DSL.select(CARD_ERRANDS.STATUS_ID)
                                    .from(CARD_ERRANDS)
                                    .limit(DSL.inline(AT_ONCE))
                                    .forUpdate()
                                    .skipLocked()))
                        .returning()
                        .fetch());
    Map<String, List<Long>> byLink = new HashMap<>();
    due.forEach(errand ->
        byLink.computeIfAbsent(errand.getUrl(), _ -> new ArrayList<>()).add(errand.getStatusId()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      byLink.forEach((link, posts) -> {
        Future<?> _ = threads.submit(() -> look(link, posts));
      });
    }
    return due.size() == AT_ONCE;
  }

  private void look(String link, List<Long> posts) {
    try {
      Long card = link.isEmpty() || !mayAsk(link) ? null : card(link);
      kit.db().doAs(Viewer.stranger(), tx -> posts.forEach(post -> attach(tx, post, card)));
    } catch (RuntimeException failure) {
      LOG.warn("a link could not be looked at", failure);
    }
  }

  private @Nullable Long card(String link) {
    Long known =
        kit.db().as(Viewer.stranger(), tx -> Optional.ofNullable(fresh(tx, link))).orElse(null);
    return known == null ? fetch(link) : known;
  }

  /** Our own pages are known, and with some servers we do not speak. */
  private boolean mayAsk(String link) {
    return !kit.urls().isOurs(link)
        && Origin.parse(link)
            .map(address -> !policy.ofAccount(address.getHost(), link).suspended())
            .orElse(false);
  }

  private @Nullable Long fresh(Tx tx, String link) {
    return tx.sql()
        .select(PREVIEW_CARDS.ID)
        .from(PREVIEW_CARDS)
        .where(PREVIEW_CARDS.URL.eq(link))
        .and(PREVIEW_CARDS.FETCHED_AT.gt(kit.now().minus(FRESH).atOffset(ZoneOffset.UTC)))
        .fetchOne(PREVIEW_CARDS.ID);
  }

  private @Nullable Long fetch(String link) {
    if (!(fetcher.text(link, PAGES) instanceof FetchResult.Found<Fetcher.Text>(var text, var at))) {
      return null;
    }
    CardPage page = CardPage.read(text.body(), at).orElse(null);
    if (page == null) {
      return null;
    }
    ObjectNode more =
        page.oEmbed().isEmpty()
                || !(fetcher.json(page.oEmbed(), JSON)
                    instanceof FetchResult.Found<ObjectNode>(var json, var _))
            ? null
            : json;
    Card card = Card.of(link, page, more);
    ProcessedImage.Ready image = card.image().isEmpty() ? null : picture(card.image());
    return kit.db().as(Viewer.stranger(), tx -> card.save(kit, tx, image, stored(image)));
  }

  private @Nullable String stored(ProcessedImage.@Nullable Ready image) {
    if (image == null || image.small() == null) {
      return null;
    }
    try {
      MediaKey key = store.put(image.small());
      return key.toString();
    } catch (IOException failure) {
      LOG.warn("the picture of a card cannot be stored", failure);
      return null;
    }
  }

  /** Written anew from its pixels; what is no picture of ours is left out. */
  private ProcessedImage.@Nullable Ready picture(String address) {
    Path file = kit.config().dataFolder().resolve("tmp").resolve("card-" + kit.ids().next());
    try {
      Files.createDirectories(file.getParent());
      if (!(fetcher.media(address, file, MAX_IMAGE) instanceof FetchResult.Found<Fetcher.Media>)) {
        return null;
      }
      return images.process(file) instanceof ProcessedImage.Ready ready ? ready : null;
    } catch (IOException failure) {
      LOG.warn("the picture of a card cannot be kept", failure);
      return null;
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException stays) {
        LOG.debug("a temporary file stays", stays);
      }
    }
  }

  /** The post shows this card from now on, or none. */
  private static void attach(Tx tx, long status, @Nullable Long card) {
    Long before =
        tx.sql()
            .select(STATUS_CARDS.CARD_ID)
            .from(STATUS_CARDS)
            .where(STATUS_CARDS.STATUS_ID.eq(status))
            .fetchOne(STATUS_CARDS.CARD_ID);
    if (java.util.Objects.equals(before, card)) {
      return;
    }
    tx.sql().deleteFrom(STATUS_CARDS).where(STATUS_CARDS.STATUS_ID.eq(status)).execute();
    if (card != null) {
      tx.sql()
          .insertInto(STATUS_CARDS)
          .set(STATUS_CARDS.STATUS_ID, status)
          .set(STATUS_CARDS.CARD_ID, card)
          .execute();
    }
    tx.sql()
        .update(STATUSES)
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(status))
        .execute();
  }
}
