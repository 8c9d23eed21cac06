package org.colloque.server.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.colloque.federation.json.ActorWriter;
import org.colloque.federation.json.CollectionWriter;
import org.colloque.federation.json.CollectionWriter.Item;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.colloque.server.outbox.LocalActor;
import org.colloque.server.outbox.LocalActors;
import org.colloque.server.outbox.LocalPost;
import org.colloque.server.outbox.LocalPosts;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * All that a member wrote, as the ZIP archive that Mastodon makes: {@code actor.json}, {@code
 * outbox.json}, {@code likes.json}, {@code bookmarks.json} and the files, whose addresses in the
 * documents are their places in the archive. What they said in private groups is not in it: these
 * have an export of their own.
 */
final class WriteArchive {
  /** Posts that are read at once. */
  static final int PORTION = 200;

  private static final String FILES = "media_attachments/files/";

  private final Kit kit;
  private final MediaStore store;
  private final LocalActors actors;
  private final LocalPosts posts;

  WriteArchive(Kit kit, MediaStore store) {
    this.kit = kit;
    this.store = store;
    this.actors = new LocalActors(kit.urls());
    this.posts = new LocalPosts(kit);
  }

  void write(AccountId me, Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Set<String> keys = new LinkedHashSet<>();
      zip.putNextEntry(new ZipEntry("outbox.json"));
      collection(zip, "outbox.json", after -> activities(me, after, keys));
      zip.putNextEntry(new ZipEntry("likes.json"));
      collection(
          zip,
          "likes.json",
          after -> marked(me, FAVOURITES.ID, FAVOURITES.ACCOUNT_ID, FAVOURITES.STATUS_ID, after));
      zip.putNextEntry(new ZipEntry("bookmarks.json"));
      collection(
          zip,
          "bookmarks.json",
          after -> marked(me, BOOKMARKS.ID, BOOKMARKS.ACCOUNT_ID, BOOKMARKS.STATUS_ID, after));
      actor(zip, me);
      for (String key : keys) {
        file(zip, key, FILES + key);
      }
    }
  }

  /**
   * Items of a collection, the oldest first.
   *
   * @param cursor of the last one
   * @param more whether others follow
   */
  private record Portion(List<JsonNode> items, long cursor, boolean more) {}

  /** Portion by portion: nobody's posts are in memory together. */
  private static void collection(ZipOutputStream zip, String id, LongFunction<Portion> portions)
      throws IOException {
    ObjectNode whole = (ObjectNode) Json.read(CollectionWriter.whole(id, List.of()));
    whole.remove(List.of("orderedItems", "totalItems"));
    String head = new String(Json.write(whole), UTF_8);
    zip.write(head.substring(0, head.length() - 1).getBytes(UTF_8));
    zip.write(",\"orderedItems\":[".getBytes(UTF_8));
    Portion portion;
    long after = 0;
    long count = 0;
    do {
      portion = portions.apply(after);
      for (JsonNode item : portion.items()) {
        zip.write((count == 0 ? "" : ",").getBytes(UTF_8));
        zip.write(Json.write(item));
        count++;
      }
      after = portion.cursor();
    } while (portion.more());
    zip.write(("],\"totalItems\":" + count + "}").getBytes(UTF_8));
    zip.closeEntry();
  }

  private Portion activities(AccountId me, long after, Set<String> keys) {
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              List<Long> ids =
                  tx.sql()
                      .select(FEDERATED_STATUSES.ID)
                      .from(FEDERATED_STATUSES)
                      .where(FEDERATED_STATUSES.ACCOUNT_ID.eq(me.value()))
                      .and(FEDERATED_STATUSES.DELETED_AT.isNull())
                      .and(FEDERATED_STATUSES.ID.gt(after))
                      .orderBy(FEDERATED_STATUSES.ID)
                      .limit(DSL.inline(PORTION))
                      .fetch(FEDERATED_STATUSES.ID);
              List<Item> items = new ArrayList<>();
              posts
                  .list(tx.sql(), ids)
                  .reversed()
                  .forEach(post -> item(post).ifPresent(items::add));
              JsonNode written =
                  Json.read(CollectionWriter.whole("outbox.json", items)).path("orderedItems");
              written.forEach(activity -> placeFiles(activity, keys));
              return portion(written, ids);
            });
  }

  private static Optional<Item> item(LocalPost post) {
    LocalPost.Envelope envelope = post.envelope();
    return switch (post) {
      case LocalPost.Written written ->
          Optional.of(new Item.Created(envelope.activity(), written.note(), envelope.published()));
      case LocalPost.Shared shared ->
          Optional.of(
              new Item.Announced(
                  envelope.activity(),
                  envelope.actor(),
                  shared.original(),
                  envelope.recipients(),
                  envelope.published()));
      case LocalPost.Deleted _ -> Optional.empty();
    };
  }

  private static Portion portion(JsonNode items, List<Long> ids) {
    List<JsonNode> nodes = new ArrayList<>();
    items.forEach(nodes::add);
    return new Portion(nodes, ids.isEmpty() ? 0 : ids.getLast(), ids.size() == PORTION);
  }

  private void placeFiles(JsonNode activity, Set<String> keys) {
    for (JsonNode attachment : activity.path("object").path("attachment")) {
      key(attachment.path("url").asText())
          .ifPresent(key -> {
            keys.add(key);
            ((ObjectNode) attachment).put("url", FILES + key);
          });
    }
  }

  private Optional<String> key(String url) {
    String ours = kit.urls().media("");
    return url.startsWith(ours)
        ? MediaKey.parse(url.substring(ours.length())).map(MediaKey::value)
        : Optional.empty();
  }

  private Portion marked(
      AccountId me,
      TableField<?, Long> id,
      TableField<?, Long> owner,
      TableField<?, Long> status,
      long after) {
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              List<Long> ids = new ArrayList<>();
              List<JsonNode> uris = new ArrayList<>();
              marks(tx.sql(), me, id, owner, status, after)
                  .forEach(mark -> {
                    ids.add(mark.id());
                    uris.add(Json.MAPPER.getNodeFactory().textNode(mark.uri()));
                  });
              return new Portion(uris, ids.isEmpty() ? 0 : ids.getLast(), ids.size() == PORTION);
            });
  }

  private record Mark(long id, String uri) {}

  private static List<Mark> marks(
      DSLContext sql,
      AccountId me,
      TableField<?, Long> id,
      TableField<?, Long> owner,
      TableField<?, Long> status,
      long after) {
    return sql.select(id, FEDERATED_STATUSES.URI)
        .from(id.getTable())
        .join(FEDERATED_STATUSES)
        .on(FEDERATED_STATUSES.ID.eq(status))
        .where(owner.eq(me.value()))
        .and(FEDERATED_STATUSES.DELETED_AT.isNull())
        .and(id.gt(after))
        .orderBy(id)
        .limit(DSL.inline(PORTION))
        .fetch(row -> new Mark(row.value1(), row.value2()));
  }

  private void actor(ZipOutputStream zip, AccountId me) throws IOException {
    LocalActor local =
        kit.db()
            .as(Viewer.of(me), tx -> actors.byId(tx.sql(), me))
            .orElseThrow(ProblemException::notFound);
    ObjectNode actor =
        (ObjectNode) Json.read(ActorWriter.document(local.actor(), local.handle().toString()));
    picture(zip, actor.path("icon"), "avatar");
    picture(zip, actor.path("image"), "header");
    for (String name : List.of("outbox", "likes", "bookmarks")) {
      actor.put(name, name + ".json");
    }
    zip.putNextEntry(new ZipEntry("actor.json"));
    zip.write(Json.write(actor));
    zip.closeEntry();
  }

  private void picture(ZipOutputStream zip, JsonNode image, String name) throws IOException {
    Optional<String> key = key(image.path("url").asText());
    if (key.isPresent()) {
      String place = name + key.get().substring(key.get().lastIndexOf('.'));
      file(zip, key.get(), place);
      ((ObjectNode) image).put("url", place);
    }
  }

  /** A file that is not there any more is left out. */
  private void file(ZipOutputStream zip, String key, String place) throws IOException {
    Optional<MediaStore.Stored> stored = store.get(new MediaKey(key));
    if (stored.isPresent()) {
      zip.putNextEntry(new ZipEntry(place));
      Files.copy(stored.get().path(), zip);
      zip.closeEntry();
    }
  }
}
