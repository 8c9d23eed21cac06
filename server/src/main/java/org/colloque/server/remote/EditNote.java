package org.colloque.server.remote;

import org.colloque.federation.vocabulary.Note;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.statuses.EditStatus;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;

/** Changes a status that we hold to what its author's server says of it now. */
public final class EditNote {
  private final EditStatus edit;

  public EditNote(EditStatus edit) {
    this.edit = edit;
  }

  /** Returns whether that was anything new. Audience and place in the thread stay. */
  public boolean edit(Tx tx, StatusId status, Note note, KnownActor author) {
    StatusesRecord row = ReadStatus.own(tx.sql(), author.id(), status);
    IncomingNote incoming = new IncomingNote(note, StoreNote.people(tx.sql(), note));
    return edit.apply(tx, row, incoming.revision(author.id()));
  }
}
