package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.InteractionPolicy;
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
    quote(tree, note.details().quote());
    tree.put("interactionPolicy", policy(note.details().policy()))
        .put("replyAuthorization", note.details().approval())
        .put("approvedBy", note.details().approval());
    Note.Responses responses = note.responses();
    return tree.putAll(
            "attachment", note.attachments().stream().map(NoteWriter::attachment).toList())
        .putAll("tag", tags(note))
        .put("replies", responses.replies())
        .put("likes", counted(responses.likes(), responses.likesTotal()))
        .put("shares", counted(responses.shares(), responses.sharesTotal()));
  }

  /** In the words of FEP-044f and in those of before, which most servers read. */
  private static void quote(Tree tree, Note.@Nullable Quote quote) {
    if (quote == null) {
      return;
    }
    if (quote.id() == null) {
      tree.put("quote", Tree.part().put("type", "Tombstone").node());
      return;
    }
    tree.put("quote", quote.id())
        .put("quoteAuthorization", quote.stamp())
        .put("_misskey_quote", quote.id())
        .put("quoteUri", quote.id())
        .put("quoteUrl", quote.id());
  }

  private static List<ObjectNode> tags(Note note) {
    List<ObjectNode> tags = new ArrayList<>(note.tags().stream().map(TagWriter::tag).toList());
    Note.Quote quote = note.details().quote();
    if (quote != null && quote.id() != null) {
      tags.add(TagWriter.quoted(quote.id()));
    }
    return tags;
  }

  /** Only what was said: nothing said means everybody, and of quotes nobody. */
  private static @Nullable ObjectNode policy(InteractionPolicy policy) {
    if (policy.equals(InteractionPolicy.NOT_TOLD)) {
      return null;
    }
    return Tree.part()
        .put("canLike", grant(policy.like()))
        .put("canReply", grant(policy.reply()))
        .put("canAnnounce", grant(policy.announce()))
        .put("canQuote", grant(policy.quote()))
        .node();
  }

  private static @Nullable ObjectNode grant(InteractionPolicy.@Nullable Grant grant) {
    if (grant == null) {
      return null;
    }
    Tree tree = Tree.part().put("automaticApproval", grant.automatic());
    return (grant.manual().isEmpty() ? tree : tree.put("manualApproval", grant.manual())).node();
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
