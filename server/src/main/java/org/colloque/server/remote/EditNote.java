package org.colloque.server.remote;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Poll;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.quotes.QuoteStatus;
import org.colloque.server.statuses.EditStatus;
import org.colloque.server.statuses.PollQueries;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusSignals;

/** Changes a status that we hold to what its author's server says of it now. */
public final class EditNote {
  private final Kit kit;
  private final EditStatus edit;

  public EditNote(Kit kit, EditStatus edit) {
    this.kit = kit;
    this.edit = edit;
  }

  /**
   * Returns whether that was anything new. Audience and place in the thread stay. An edit that was
   * overtaken by a later one is none: the latest counts, whichever came first.
   */
  public boolean edit(Tx tx, StatusId status, Note note, KnownActor author) {
    StatusesRecord row = ReadStatus.own(tx.sql(), author.id(), status);
    boolean counted = count(tx, status, note, author);
    Instant updated = note.updated();
    Instant editedAt = updated == null || updated.isAfter(kit.now()) ? null : updated;
    OffsetDateTime before = row.getEditedAt();
    if (editedAt != null && before != null && editedAt.isBefore(before.toInstant())) {
      return counted;
    }
    IncomingNote incoming =
        new IncomingNote(note, NoteSurroundings.people(tx.sql(), List.of(note)));
    return edit.apply(tx, row, incoming.revision(author.id(), editedAt)) || counted;
  }

  /**
   * New results of a poll, new totals, another policy: no edit (federation.md, quirk 39), but seen.
   */
  private boolean count(Tx tx, StatusId status, Note note, KnownActor author) {
    Poll poll = note.details().poll();
    boolean told = ToldTotals.keep(tx.sql(), status, note);
    boolean voted = poll != null && PollQueries.refresh(tx.sql(), status, poll, kit.now());
    boolean ruled = QuoteStatus.change(tx, status, TheirPolicy.of(note.details().policy(), author));
    boolean different = told || voted || ruled;
    if (different) {
      StatusSignals.edited(kit.signals(), tx, status);
    }
    return different;
  }
}
