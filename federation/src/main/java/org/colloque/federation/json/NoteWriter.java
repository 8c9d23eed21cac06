package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Poll;
import org.jspecify.annotations.Nullable;

/**
 * Our posts as documents. A Note, or a Question when it has a poll: Mastodon hides the content of
 * other types (quirk 42).
 */
public final class NoteWriter {

  private NoteWriter() {}

  /** The whole document, as its id serves it. */
  public static byte[] document(Note note) {
    return fill(Tree.document(), note).bytes();
  }

  static ObjectNode part(Note note) {
    return fill(Tree.part(), note).node();
  }

  private static Tree fill(Tree tree, Note note) {
    Note.Text text = note.text();
    tree.put("id", note.id())
        .put("type", note.details().poll() == null ? "Note" : "Question")
        .putOrNull("summary", text.summary())
        .putOrNull("inReplyTo", note.thread().inReplyTo())
        .put("published", note.published())
        .put("url", note.url())
        .put("attributedTo", note.attributedTo())
        .put(note.recipients())
        .put("sensitive", text.sensitive())
        .put("atomUri", note.id())
        .putOrNull("inReplyToAtomUri", note.thread().inReplyTo())
        .put("conversation", note.thread().conversation())
        .put("context", note.thread().context())
        .put("content", text.content());
    if (text.language() != null) {
      tree.put("contentMap", Tree.part().put(text.language(), text.content()).node());
    }
    tree.put("updated", note.updated());
    if (directMessage(note.addressing())) {
      tree.put("directMessage", true);
    }
    poll(tree, note.details().poll());
    Note.Responses responses = note.responses();
    return tree.putAll(
            "attachment", note.attachments().stream().map(NoteWriter::attachment).toList())
        .putAll("tag", note.tags().stream().map(TagWriter::tag).toList())
        .put("replies", responses.replies())
        .put("likes", counted(responses.likes(), responses.likesTotal()))
        .put("shares", counted(responses.shares(), responses.sharesTotal()));
  }

  private static void poll(Tree tree, @Nullable Poll poll) {
    if (poll == null) {
      return;
    }
    tree.putAll(
            poll.multiple() ? "anyOf" : "oneOf",
            poll.options().stream().map(NoteWriter::option).toList())
        .put("endTime", poll.endsAt())
        .put("closed", poll.closed() ? poll.endsAt() : null)
        .put("votersCount", poll.voters());
  }

  private static ObjectNode option(Poll.Option option) {
    ObjectNode replies =
        Tree.part().put("type", "Collection").put("totalItems", option.votes()).node();
    return Tree.part()
        .put("type", "Note")
        .put("name", option.name())
        .put("replies", replies)
        .node();
  }

  private static @Nullable ObjectNode counted(@Nullable String id, @Nullable Long total) {
    return id == null
        ? null
        : Tree.part().put("id", id).put("type", "Collection").put("totalItems", total).node();
  }

  /** Forces the same reading on the other side (quirk 22). */
  private static boolean directMessage(Addressing addressing) {
    return switch (addressing) {
      case Addressing.Direct _ -> true;
      case Addressing.Public _, Addressing.Unlisted _, Addressing.Followers _ -> false;
    };
  }

  private static ObjectNode attachment(Attachment attachment) {
    Tree tree =
        Tree.part()
            .put("type", "Document")
            .put("mediaType", attachment.mediaType())
            .put("url", attachment.url())
            .putOrNull("name", attachment.name())
            .put("blurhash", attachment.blurhash());
    Attachment.FocalPoint point = attachment.focalPoint();
    if (point != null) {
      tree.put("focalPoint", Tree.numbers(point.x(), point.y()));
    }
    return tree.put("width", attachment.width()).put("height", attachment.height()).node();
  }
}
