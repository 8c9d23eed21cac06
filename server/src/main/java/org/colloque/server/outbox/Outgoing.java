package org.colloque.server.outbox;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/**
 * An activity to be written into the queue.
 *
 * @param uri id of the activity
 * @param signer whose key signs it
 * @param about the status that it speaks of; null when it speaks of accounts only
 */
record Outgoing(Type type, String uri, AccountId signer, @Nullable About about, byte[] body) {

  /** A status and its audience, which the database compares with the status itself. */
  record About(StatusId status, String audience) {}

  /** What the table knows: those of the first kind name a status, and it checks that they do. */
  enum Type {
    CREATE("Create"),
    ANNOUNCE("Announce"),
    VOTE("Vote"),
    LIKE("Like"),
    UNDO_LIKE("UndoLike"),
    UNDO_ANNOUNCE("UndoAnnounce"),
    UPDATE_NOTE("UpdateNote"),
    DELETE_NOTE("DeleteNote"),
    ADD_PIN("AddPin"),
    REMOVE_PIN("RemovePin"),
    FORWARD("Forward"),
    QUOTE_REQUEST("QuoteRequest"),
    ACCEPT_QUOTE("AcceptQuote"),
    REJECT_QUOTE("RejectQuote"),
    DELETE_STAMP("DeleteStamp"),
    LIKE_REQUEST("LikeRequest"),
    ANNOUNCE_REQUEST("AnnounceRequest"),
    REPLY_REQUEST("ReplyRequest"),
    FOLLOW("Follow"),
    UNDO_FOLLOW("UndoFollow"),
    ACCEPT("Accept"),
    REJECT("Reject"),
    FLAG("Flag"),
    BLOCK("Block"),
    UNDO_BLOCK("UndoBlock"),
    UPDATE_ACTOR("UpdateActor"),
    DELETE_ACTOR("DeleteActor"),
    FEATURED_TAG("FeaturedTag"),
    MOVE("Move");

    private final String column;

    Type(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }
}
