package org.colloque.server.outbox;

import java.time.Instant;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/** A local status as other servers see it. */
public sealed interface LocalPost {
  Envelope envelope();

  /**
   * Who says it, to whom, and when.
   *
   * @param authorStands whether the author is neither suspended nor deleted
   */
  record Envelope(
      StatusId id,
      String uri,
      AccountId author,
      boolean authorStands,
      String actor,
      Addressing addressing,
      Recipients recipients,
      Instant published) {
    /** Id of the activity that brought it into the world. */
    public String activity() {
      return uri + "/activity";
    }

    /** Id of the collection of answers. */
    public String replies() {
      return uri + "/replies";
    }

    public String likes() {
      return uri + "/likes";
    }

    public String shares() {
      return uri + "/shares";
    }

    /** Whether everybody may read it. */
    public boolean open() {
      return switch (addressing) {
        case Addressing.Public _, Addressing.Unlisted _ -> true;
        case Addressing.Followers _, Addressing.Direct _ -> false;
      };
    }
  }

  /** A post. */
  record Written(Envelope envelope, Note note) implements LocalPost {}

  /**
   * A boost.
   *
   * @param original id of the note
   * @param approval where its author says that they agree, if they had to be asked
   */
  record Shared(Envelope envelope, String original, @Nullable String approval)
      implements LocalPost {}

  /**
   * What was deleted: nothing of it is left but its address.
   *
   * @param original id of the note when it was a boost
   */
  record Deleted(Envelope envelope, @Nullable String original) implements LocalPost {}
}
