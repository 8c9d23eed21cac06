package org.colloque.server.calendar;

import java.time.Instant;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.pages.words.Messages;

/** Something that has dates for members: polls now, duties and deadlines of groups later. */
@FunctionalInterface
public interface CalendarEntries {
  /** The dates of {@code member}, in their language; the transaction is theirs. */
  List<Entry> of(Tx tx, AccountId member, Messages words);

  /**
   * A date.
   *
   * @param id the same for the same thing for ever; letters, digits and hyphens
   * @param title neutral: no name and nothing of what was said
   * @param changes how often it was moved or renamed
   * @param task whether it is something to do until then, else something that happens
   */
  record Entry(
      String id,
      String title,
      Instant at,
      String link,
      int changes,
      boolean cancelled,
      boolean task) {}
}
