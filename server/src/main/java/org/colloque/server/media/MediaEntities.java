package org.colloque.server.media;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.ProxyAddress;
import org.colloque.server.kit.Urls;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Attachments as clients see them (Mastodon 4.6, entity MediaAttachment). */
public final class MediaEntities {
  private final Urls urls;
  private final ProxyAddress proxy;

  public MediaEntities(Kit kit) {
    this.urls = kit.urls();
    this.proxy = new ProxyAddress(kit);
  }

  /** The attachments of each status in their order, by one statement. */
  public Map<Long, ArrayNode> ofStatuses(DSLContext sql, Collection<Long> statuses) {
    Map<Long, ArrayNode> byStatus = new HashMap<>();
    if (statuses.isEmpty()) {
      return byStatus;
    }
    for (Record row :
        sql.selectFrom(MEDIA_ATTACHMENTS)
            .where(MEDIA_ATTACHMENTS.STATUS_ID.in(statuses))
            .and(isShown())
            .orderBy(
                MEDIA_ATTACHMENTS.STATUS_ID, MEDIA_ATTACHMENTS.POSITION, MEDIA_ATTACHMENTS.ID)) {
      byStatus
          .computeIfAbsent(row.get(MEDIA_ATTACHMENTS.STATUS_ID), _ -> Json.MAPPER.createArrayNode())
          .add(entity(row));
    }
    return byStatus;
  }

  /** A rule may say that no pictures of a server are shown. */
  private static Condition isShown() {
    return DSL.notExists(
        DSL.selectOne()
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(MEDIA_ATTACHMENTS.ACCOUNT_ID))
            .and(ACCOUNTS.NO_MEDIA));
  }

  /** One row of {@code media_attachments}. */
  public ObjectNode entity(Record row) {
    String file = row.get(MEDIA_ATTACHMENTS.FILE_KEY);
    String thumbnail = row.get(MEDIA_ATTACHMENTS.THUMBNAIL_KEY);
    String remote = row.get(MEDIA_ATTACHMENTS.REMOTE_URL);
    String remoteThumbnail = row.get(MEDIA_ATTACHMENTS.THUMBNAIL_REMOTE_URL);
    String url = file != null ? urls.media(file) : shown(remote, row.get(MEDIA_ATTACHMENTS.KIND));
    String preview =
        thumbnail != null
            ? urls.media(thumbnail)
            : remoteThumbnail != null ? proxy.of(remoteThumbnail) : url;
    String description = row.get(MEDIA_ATTACHMENTS.DESCRIPTION);
    ObjectNode entity = Json.object();
    entity.put("id", Long.toString(row.get(MEDIA_ATTACHMENTS.ID)));
    entity.put("type", row.get(MEDIA_ATTACHMENTS.KIND));
    entity.put("url", url);
    entity.put("preview_url", preview);
    entity.put("remote_url", remote);
    entity.put("preview_remote_url", remoteThumbnail);
    entity.putNull("text_url");
    entity.set("meta", meta(row));
    entity.put("description", description.isEmpty() ? null : description);
    entity.put("blurhash", row.get(MEDIA_ATTACHMENTS.BLURHASH));
    return entity;
  }

  /** Pictures come through us; sounds and videos from where they are. */
  private @Nullable String shown(@Nullable String remote, String kind) {
    return remote != null && kind.equals("image") ? proxy.of(remote) : remote;
  }

  private static ObjectNode meta(Record row) {
    ObjectNode meta = Json.object();
    size(meta, "original", row.get(MEDIA_ATTACHMENTS.WIDTH), row.get(MEDIA_ATTACHMENTS.HEIGHT));
    Integer width = row.get(MEDIA_ATTACHMENTS.THUMBNAIL_WIDTH);
    size(
        meta,
        "small",
        width == null ? row.get(MEDIA_ATTACHMENTS.WIDTH) : width,
        width == null
            ? row.get(MEDIA_ATTACHMENTS.HEIGHT)
            : row.get(MEDIA_ATTACHMENTS.THUMBNAIL_HEIGHT));
    Float x = row.get(MEDIA_ATTACHMENTS.FOCUS_X);
    Float y = row.get(MEDIA_ATTACHMENTS.FOCUS_Y);
    if (x != null && y != null) {
      meta.putObject("focus").put("x", x).put("y", y);
    }
    return meta;
  }

  /** Clients want {@code original} to be there whenever {@code meta} is (clients.md, section 3). */
  private static void size(
      ObjectNode meta, String name, @Nullable Integer width, @Nullable Integer height) {
    ObjectNode size = meta.putObject(name);
    if (width != null && height != null && width > 0 && height > 0) {
      size.put("width", width)
          .put("height", height)
          .put("size", String.format(Locale.ROOT, "%dx%d", width, height))
          .put("aspect", (double) width / height);
    }
  }
}
