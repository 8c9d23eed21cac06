package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.federation.vocabulary.Tag;
import org.jspecify.annotations.Nullable;

/** Outbox, followers, following and pins as documents. */
public final class CollectionWriter {

  private CollectionWriter() {}

  /** An item of a page. */
  public sealed interface Item {

    /** Only the id. */
    record Id(String id) implements Item {}

    /** A hashtag: featured ones. */
    record Hashtag(Tag.Hashtag tag) implements Item {}

    /** A post, inlined: pins. */
    record Post(Note note) implements Item {}

    /** A Create, inlined: an outbox. */
    record Created(String id, Note note, Instant published) implements Item {}

    /** An Announce: an outbox. */
    record Announced(String id, String actor, String note, Recipients recipients, Instant published)
        implements Item {}
  }

  /**
   * An OrderedCollection in pages.
   *
   * @param first id of the first page; null hides the members and shows only the count
   */
  public static byte[] collection(
      String id, long totalItems, @Nullable String first, @Nullable String last) {
    return Tree.document()
        .put("id", id)
        .put("type", "OrderedCollection")
        .put("totalItems", totalItems)
        .put("first", first)
        .put("last", last)
        .bytes();
  }

  /** An OrderedCollection with its items in it: pins. */
  public static byte[] whole(String id, List<Item> items) {
    return Tree.document()
        .put("id", id)
        .put("type", "OrderedCollection")
        .put("totalItems", items.size())
        .putAll("orderedItems", items.stream().map(CollectionWriter::item).toList())
        .bytes();
  }

  /** A Collection that tells only how many there are: likes, shares. */
  public static byte[] counted(String id, long totalItems) {
    return Tree.document()
        .put("id", id)
        .put("type", "Collection")
        .put("totalItems", totalItems)
        .bytes();
  }

  /**
   * A Collection of ids with its first page in it: answers.
   *
   * @param next id of the next page; null when there is none
   */
  public static byte[] answers(String id, @Nullable String next, List<String> items) {
    Tree first = Tree.part().put("type", "CollectionPage").put("next", next).put("partOf", id);
    return Tree.document()
        .put("id", id)
        .put("type", "Collection")
        .put("first", first.put("items", items).node())
        .bytes();
  }

  /** A further page of answers. */
  public static byte[] answersPage(
      String id, String partOf, @Nullable String next, List<String> items) {
    return Tree.document()
        .put("id", id)
        .put("type", "CollectionPage")
        .put("next", next)
        .put("partOf", partOf)
        .put("items", items)
        .bytes();
  }

  /**
   * The thread of an account: an OrderedCollection of ids, the oldest first (FEP-7888).
   *
   * @param owner id of the actor whose thread it is
   */
  public static byte[] thread(String id, String owner, List<String> notes) {
    return Tree.document()
        .put("id", id)
        .put("type", "OrderedCollection")
        .put("attributedTo", owner)
        .put("totalItems", notes.size())
        .put("orderedItems", notes)
        .bytes();
  }

  /**
   * A page.
   *
   * @param totalItems of the whole collection; null leaves it out
   * @param next id of the next page; null on the last one
   */
  public static byte[] page(
      String id,
      String partOf,
      @Nullable Long totalItems,
      @Nullable String next,
      @Nullable String previous,
      List<Item> items) {
    return Tree.document()
        .put("id", id)
        .put("type", "OrderedCollectionPage")
        .put("totalItems", totalItems)
        .put("next", next)
        .put("prev", previous)
        .put("partOf", partOf)
        .putAll("orderedItems", items.stream().map(CollectionWriter::item).toList())
        .bytes();
  }

  private static JsonNode item(Item item) {
    return switch (item) {
      case Item.Id only -> TextNode.valueOf(only.id());
      case Item.Hashtag hashtag -> TagWriter.tag(hashtag.tag());
      case Item.Post post -> NoteWriter.part(post.note());
      case Item.Created created -> created(created);
      case Item.Announced announced ->
          ActivityWriter.announcePart(
              announced.id(),
              announced.actor(),
              announced.note(),
              announced.recipients(),
              announced.published());
    };
  }

  private static ObjectNode created(Item.Created created) {
    return ActivityWriter.createPart(created.id(), created.note(), created.published());
  }
}
