package org.colloque.server.cards;

import static org.colloque.migrations.Tables.CARD_PROVIDERS;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Locale;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.Picture;
import org.colloque.server.media.ProcessedImage;
import org.jspecify.annotations.Nullable;

/** A page as it is shown below a post that links to it. */
record Card(
    String url, CardPage page, String author, String authorUrl, String provider, String image) {

  /**
   * @param more what the page says in its oEmbed document, if there is one; its HTML is not taken:
   *     a frame of another site in a page of ours would see who reads here
   */
  static Card of(String url, CardPage page, @Nullable ObjectNode more) {
    String author = more == null ? "" : more.path("author_name").asText("");
    String authorUrl = more == null ? "" : more.path("author_url").asText("");
    String provider = more == null ? "" : more.path("provider_name").asText("");
    String thumbnail = more == null ? "" : more.path("thumbnail_url").asText("");
    return new Card(
        url,
        page,
        author.isBlank() ? page.author() : CardPage.cut(author, CardPage.MAX_NAME),
        CardPage.address(authorUrl, url),
        page.provider().isEmpty() ? CardPage.cut(provider, CardPage.MAX_NAME) : page.provider(),
        page.image().isEmpty() ? CardPage.address(thumbnail, url) : page.image());
  }

  /** The domain by which moderators know its publisher. */
  String domain() {
    return URI.create(url).getHost().toLowerCase(Locale.ROOT);
  }

  /** Keeps it, in the place of what was known of the page; its number. */
  long save(Kit kit, Tx tx, ProcessedImage.@Nullable Ready picture, @Nullable String imageKey) {
    tx.sql()
        .insertInto(CARD_PROVIDERS)
        .set(CARD_PROVIDERS.ID, kit.ids().next())
        .set(CARD_PROVIDERS.DOMAIN, domain())
        .onConflictDoNothing()
        .execute();
    Picture shown = picture == null || imageKey == null ? null : picture.small();
    PreviewCardsRecord row = tx.sql().newRecord(PREVIEW_CARDS);
    row.setUrl(url);
    row.setDomain(domain());
    row.setTitle(page.title());
    row.setDescription(page.description());
    row.setAuthorName(author);
    row.setAuthorUrl(authorUrl);
    row.setProviderName(provider);
    row.setLanguage(page.language().isEmpty() ? null : page.language());
    row.setPublishedAt(
        page.publishedAt() == null ? null : page.publishedAt().atOffset(ZoneOffset.UTC));
    row.setImageKey(imageKey);
    row.setImageDescription(page.imageDescription());
    row.setBlurhash(shown == null || picture == null ? null : picture.blurhash());
    row.setWidth(shown == null ? 0 : shown.size().width());
    row.setHeight(shown == null ? 0 : shown.size().height());
    row.setFetchedAt(kit.now().atOffset(ZoneOffset.UTC));
    return tx.sql()
        .insertInto(PREVIEW_CARDS)
        .set(PREVIEW_CARDS.ID, kit.ids().next())
        .set(row)
        .onConflict(PREVIEW_CARDS.URL)
        .doUpdate()
        .set(row)
        .returning(PREVIEW_CARDS.ID)
        .fetchSingle()
        .getId();
  }
}
