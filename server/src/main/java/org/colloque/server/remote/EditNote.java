package org.colloque.server.remote;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.colloque.federation.vocabulary.Note;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.EditStatus;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;

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
    Instant updated = note.updated();
    Instant editedAt = updated == null || updated.isAfter(kit.now()) ? null : updated;
    OffsetDateTime before = row.getEditedAt();
    if (editedAt != null && before != null && editedAt.isBefore(before.toInstant())) {
      return false;
    }
    IncomingNote incoming = new IncomingNote(note, StoreNote.people(tx.sql(), note));
    return edit.apply(tx, row, incoming.revision(author.id(), editedAt));
  }
}
