package org.colloque.federation.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.federation.vocabulary.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What our actors do, as the bytes that are stored and sent, in the shapes that Mastodon sends
 * ({@code spec/federation.md} 1f). Every id is given by the caller and must be fresh for a Follow
 * (quirk 36).
 */
public final class ActivityWriter {

  private static final Recipients EVERYBODY = new Recipients(List.of(Recipients.PUBLIC), List.of());

  private ActivityWriter() {}

  /** Create of a note; addressed as the note is. */
  public static byte[] create(String id, Note note, Instant published) {
    return aboutNote(id, "Create", note, published);
  }

  /** Update of a note; {@code updated} of the note must be set, or peers see no edit. */
  public static byte[] update(String id, Note note, Instant published) {
    return aboutNote(id, "Update", note, published);
  }

  /** Update of an actor, to everybody. */
  public static byte[] update(String id, Actor actor, String handle) {
    return activity(id, "Update", actor.id())
        .put("to", List.of(Recipients.PUBLIC))
        .put("object", ActorWriter.part(actor, handle))
        .bytes();
  }

  /**
   * Delete of a note. {@code to} is the public collection even for private posts: only the inboxes
   * that had the post get it.
   */
  public static byte[] delete(String id, String actor, String note) {
    ObjectNode tombstone =
        Tree.part().put("id", note).put("type", "Tombstone").put("atomUri", note).node();
    return activity(id, "Delete", actor).put("to", EVERYBODY.to()).put("object", tombstone).bytes();
  }

  /** Delete of the actor itself. */
  public static byte[] deleteActor(String id, String actor) {
    return activity(id, "Delete", actor).put("to", EVERYBODY.to()).put("object", actor).bytes();
  }

  /**
   * A boost of the note with this id.
   *
   * @param approval where its author says that they agree, if they had to be asked
   */
  public static byte[] announce(
      String id,
      String actor,
      String note,
      Recipients recipients,
      Instant published,
      @Nullable String approval) {
    return activity(id, "Announce", actor)
        .put("published", published)
        .put(recipients)
        .put("object", note)
        .put("announceAuthorization", approval)
        .put("approvedBy", approval)
        .bytes();
  }

  /** Puts a post into a collection of the actor, for example the pins. */
  public static byte[] add(String id, String actor, String target, String object) {
    return collected(id, "Add", actor, target).put("object", object).bytes();
  }

  /** Takes a post out of a collection of the actor. */
  public static byte[] remove(String id, String actor, String target, String object) {
    return collected(id, "Remove", actor, target).put("object", object).bytes();
  }

  /** Puts a hashtag into a collection of the actor, or takes it out. */
  public static byte[] featuredTag(
      String id, String actor, String target, boolean added, Tag.Hashtag tag) {
    return collected(id, added ? "Add" : "Remove", actor, target)
        .put("object", TagWriter.tag(tag))
        .bytes();
  }

  private static Tree collected(String id, String type, String actor, String target) {
    return activity(id, type, actor).put("target", target).put("to", EVERYBODY.to());
  }

  /** The actor lives on as {@code target}; told to its followers. */
  public static byte[] move(String id, String actor, String target, String followers) {
    return activity(id, "Move", actor)
        .put("to", List.of(followers))
        .put("object", actor)
        .put("target", target)
        .bytes();
  }

  /** A favourite. */
  public static byte[] like(String id, String actor, String note) {
    return like(id, actor, note, null);
  }

  /**
   * A favourite that had to be allowed.
   *
   * @param approval where the author says that they agree (GoToSocial)
   */
  public static byte[] like(String id, String actor, String note, @Nullable String approval) {
    return activity(id, "Like", actor)
        .put("object", note)
        .put("likeAuthorization", approval)
        .put("approvedBy", approval)
        .bytes();
  }

  /**
   * Asks whether {@code actor} may like, boost or answer a post (GoToSocial).
   *
   * @param type LikeRequest, AnnounceRequest or ReplyRequest
   * @param instrument what shall be said
   */
  private static byte[] request(
      String type, String id, String actor, String author, String note, ObjectNode instrument) {
    return activity(id, type, actor)
        .put("to", List.of(author))
        .put("object", note)
        .put("instrument", instrument)
        .bytes();
  }

  /** Asks whether the post {@code note} of {@code author} may be liked. */
  public static byte[] likeRequest(
      String id, String like, String actor, String author, String note) {
    ObjectNode said =
        Tree.part()
            .put("id", like)
            .put("type", "Like")
            .put("actor", actor)
            .put("object", note)
            .node();
    return request("LikeRequest", id, actor, author, note, said);
  }

  /** Asks whether it may be boosted. */
  public static byte[] announceRequest(
      String id, String announce, String actor, String author, String note) {
    ObjectNode said =
        Tree.part()
            .put("id", announce)
            .put("type", "Announce")
            .put("actor", actor)
            .put("object", note)
            .node();
    return request("AnnounceRequest", id, actor, author, note, said);
  }

  /** Asks whether {@code reply} may answer it. */
  public static byte[] replyRequest(
      String id, String actor, String author, String note, Note reply) {
    return request("ReplyRequest", id, actor, author, note, NoteWriter.part(reply));
  }

  /** One choice in a poll: a note with a name and no text, to its author only (quirk 37). */
  public static byte[] vote(String id, String actor, String poll, String author, String name) {
    ObjectNode vote =
        Tree.part()
            .put("id", id)
            .put("type", "Note")
            .put("name", name)
            .put("attributedTo", actor)
            .put("inReplyTo", poll)
            .put("to", List.of(author))
            .node();
    return activity(id + "/activity", "Create", actor)
        .put("to", List.of(author))
        .put("object", vote)
        .bytes();
  }

  /**
   * A report, said by the instance so that nobody learns who reported.
   *
   * @param posts ids, after that of the account
   */
  public static byte[] flag(
      String id, String actor, String account, List<String> posts, String content) {
    List<String> objects = new ArrayList<>();
    objects.add(account);
    objects.addAll(posts);
    return activity(id, "Flag", actor).put("content", content).put("object", objects).bytes();
  }

  /** Asks whether {@code quote} may quote the post {@code quoted} (FEP-044f). */
  public static byte[] quoteRequest(
      String id, String actor, String author, String quoted, Note quote) {
    return activity(id, "QuoteRequest", actor)
        .put("to", List.of(author))
        .put("object", quoted)
        // who is asked may not be able to fetch it, and has to look at it
        .put("instrument", NoteWriter.part(quote))
        .bytes();
  }

  /**
   * What a QuoteRequest said.
   *
   * @param id of the request
   * @param asker who wants to quote {@code quoted} in {@code quote}
   */
  public record QuoteAsked(String id, String asker, String quoted, String quote) {}

  /** Allows it: {@code stamp} says so to everybody. */
  public static byte[] acceptQuote(String id, String actor, QuoteAsked asked, String stamp) {
    return activity(id, "Accept", actor)
        .put("to", List.of(asked.asker()))
        .put("object", part(asked))
        .put("result", stamp)
        .bytes();
  }

  /** Refuses it, or takes back that it was allowed. */
  public static byte[] rejectQuote(String id, String actor, QuoteAsked asked) {
    return activity(id, "Reject", actor)
        .put("to", List.of(asked.asker()))
        .put("object", part(asked))
        .bytes();
  }

  private static ObjectNode part(QuoteAsked asked) {
    return Tree.part()
        .put("id", asked.id())
        .put("type", "QuoteRequest")
        .put("actor", asked.asker())
        .put("object", asked.quoted())
        .put("instrument", asked.quote())
        .node();
  }

  /** The document that says that {@code author} agrees to be quoted. */
  public static byte[] quoteAuthorization(String id, String author, String quote, String quoted) {
    return Tree.document()
        .put("id", id)
        .put("type", "QuoteAuthorization")
        .put("attributedTo", author)
        .put("interactingObject", quote)
        .put("interactionTarget", quoted)
        .bytes();
  }

  /** The author agrees no longer. */
  public static byte[] deleteStamp(String id, String actor, String stamp) {
    return activity(id, "Delete", actor).put("to", EVERYBODY.to()).put("object", stamp).bytes();
  }

  /** A request to follow. */
  public static byte[] follow(String id, String actor, String followed) {
    return activity(id, "Follow", actor).put("object", followed).bytes();
  }

  /** A block, which tells the other server to hide us from its account. */
  public static byte[] block(String id, String actor, String blocked) {
    return activity(id, "Block", actor).put("object", blocked).bytes();
  }

  /** Accept of a Follow, inlined as Mastodon wants it (quirk 34). */
  public static byte[] accept(String id, String actor, ActivityReference follow) {
    return activity(id, "Accept", actor).put("object", inlined(follow)).bytes();
  }

  /** Reject of a Follow, also of one accepted before: removes the follower. */
  public static byte[] reject(String id, String actor, ActivityReference follow) {
    return activity(id, "Reject", actor).put("object", inlined(follow)).bytes();
  }

  /**
   * Takes back a Follow, Like, Block or Announce, always inlined: a bare id undoes no Like (quirk
   * 32).
   *
   * @param recipients those of an Announce taken back; null for the others, which are not addressed
   */
  public static byte[] undo(
      String id, String actor, ActivityReference undone, @Nullable Recipients recipients) {
    Tree tree = activity(id, "Undo", actor);
    if (recipients != null) {
      tree.put(recipients);
    }
    return tree.put("object", inlined(undone)).bytes();
  }

  private static byte[] aboutNote(String id, String type, Note note, Instant published) {
    return activity(id, type, note.attributedTo())
        .put("published", published)
        .put(note.recipients())
        .put("object", NoteWriter.part(note))
        .bytes();
  }

  /** The activity of a note as an item of an outbox. */
  static ObjectNode createPart(String id, Note note, Instant published) {
    return Tree.part()
        .put("id", id)
        .put("type", "Create")
        .put("actor", note.attributedTo())
        .put("published", published)
        .put(note.recipients())
        .put("object", NoteWriter.part(note))
        .node();
  }

  static ObjectNode announcePart(
      String id, String actor, String note, Recipients recipients, Instant published) {
    return Tree.part()
        .put("id", id)
        .put("type", "Announce")
        .put("actor", actor)
        .put("published", published)
        .put(recipients)
        .put("object", note)
        .node();
  }

  private static Tree activity(String id, String type, String actor) {
    return Tree.document().put("id", id).put("type", type).put("actor", actor);
  }

  private static ObjectNode inlined(ActivityReference reference) {
    return Tree.part()
        .put("id", reference.id())
        .put("type", type(reference.kind()))
        .put("actor", reference.actor())
        .put("object", reference.object())
        .node();
  }

  private static String type(ActivityReference.Kind kind) {
    return switch (kind) {
      case FOLLOW -> "Follow";
      case LIKE -> "Like";
      case ANNOUNCE -> "Announce";
      case BLOCK -> "Block";
      case ACCEPT -> "Accept";
      case QUOTE_REQUEST, OTHER, NOT_TOLD ->
          throw new IllegalArgumentException("an activity is inlined with its type, not " + kind);
    };
  }
}
