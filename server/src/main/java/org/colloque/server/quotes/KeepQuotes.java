package org.colloque.server.quotes;

import static org.colloque.migrations.Tables.QUOTES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusSignals;
import org.colloque.server.statuses.Visible;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a quote: agreed to, refused, taken back, deleted. Counters, versions, the
 * notification and the signal to streams follow from it here; other servers are told by who calls.
 */
public final class KeepQuotes {
  private final Kit kit;
  private final Notifier notifier;

  public KeepQuotes(Kit kit, Notifier notifier) {
    this.kit = kit;
    this.notifier = notifier;
  }

  /**
   * A quote that is not stored yet.
   *
   * @param legacy said in the words of before, which ask nobody
   * @param request the QuoteRequest, if there is one already
   */
  public record New(
      StatusId status,
      AccountId author,
      String quotedUri,
      boolean legacy,
      @Nullable String request) {}

  /** The quote that this status is, if it is one. */
  public Optional<Quote> of(Tx tx, StatusId status) {
    return QuoteQueries.of(tx.sql(), status);
  }

  /** The one that this QuoteRequest asked for. */
  public Optional<Quote> ofRequest(Tx tx, String request) {
    return QuoteQueries.one(tx.sql(), QUOTES.REQUEST_URI.eq(request));
  }

  /** One that waits or is agreed to, by the address of the stamp that {@code author} gave. */
  public Optional<Quote> ofStamp(Tx tx, String stamp, AccountId author) {
    return QuoteQueries.one(
        tx.sql(), QUOTES.STAMP_URI.eq(stamp).and(QUOTES.QUOTED_ACCOUNT_ID.eq(author.value())));
  }

  /**
   * Notes that a status quotes another, which waits until somebody agrees.
   *
   * @param quoted null when it is not held here
   * @return whether it was not noted yet
   */
  public boolean add(Tx tx, New quote, @Nullable StatusesRecord quoted) {
    boolean added = QuoteQueries.add(tx.sql(), quote, quoted, kit.now());
    if (added && quoted != null && quoted.getAccountId() != quote.author().value()) {
      QuoteQueries.letRead(tx.sql(), quote.status(), quoted.getAccountId());
    }
    return added;
  }

  /** What {@code asker} may do with a status that they can read. */
  public Permission permission(Tx tx, StatusesRecord quoted, AccountId asker) {
    return QuoteQueries.permission(tx.sql(), quoted, asker);
  }

  /** Whether a member's rule lets {@code asker} quote a status without asking. */
  public boolean mayAtOnce(Tx tx, StatusesRecord quoted, AccountId asker) {
    var s = STATUSES.as("s");
    return permission(tx, quoted, asker) == Permission.AUTOMATIC
        && tx.sql().fetchExists(s, s.ID.eq(quoted.getId()).and(Visible.to(Viewer.of(asker), s)));
  }

  /** How many quotes of the same person wait for the same member. */
  public int waiting(Tx tx, Quote quote) {
    AccountId author = quote.quotedAuthor();
    return author == null ? 0 : QuoteQueries.waiting(tx.sql(), quote.author(), author);
  }

  /** What is quoted is here now, if it was not before. */
  public Quote link(Tx tx, StatusId status, StatusesRecord quoted) {
    QuoteQueries.link(tx.sql(), status, quoted);
    return QuoteQueries.of(tx.sql(), status).orElseThrow();
  }

  /**
   * It does not quote any longer.
   *
   * @param gone because what it quoted was deleted
   */
  public void lose(Tx tx, Quote quote, boolean gone) {
    StatusId quoted = quote.quoted();
    if (gone) {
      QuoteQueries.move(
          tx.sql(),
          quote.status(),
          QuoteState.DELETED,
          null,
          QuoteState.PENDING,
          QuoteState.ACCEPTED);
    } else {
      tx.sql().deleteFrom(QUOTES).where(QUOTES.STATUS_ID.eq(quote.status().value())).execute();
    }
    boolean counted = quote.state() == QuoteState.ACCEPTED && quoted != null;
    changed(tx, quote, counted ? -1 : 0);
  }

  /** By which activity somebody asks. */
  public void asked(Tx tx, StatusId status, String request) {
    QuoteQueries.asked(tx.sql(), status, request);
  }

  /**
   * The quoted author agrees; not once they have taken it back.
   *
   * @param stamp where their server says so; null when it is ours, or nobody had to be asked
   * @return whether it was waiting
   */
  public boolean accept(Tx tx, Quote quote, @Nullable String stamp) {
    // a member's no stays a no; people elsewhere may think again
    QuoteState otherwise = stamp == null ? QuoteState.PENDING : QuoteState.REJECTED;
    boolean moved =
        QuoteQueries.move(
            tx.sql(), quote.status(), QuoteState.ACCEPTED, stamp, QuoteState.PENDING, otherwise);
    if (moved) {
      changed(tx, quote, 1);
      AccountId author = quote.quotedAuthor();
      if (author != null) {
        notifier.takeBack(
            tx, author, NotificationType.QUOTE_REQUEST, quote.author(), quote.status());
        notifier.tell(tx, author, NotificationType.QUOTE, quote.author(), quote.status());
      }
    }
    return moved;
  }

  /** A member whose rule it is to be asked is asked. */
  public void tellOfRequest(Tx tx, Quote quote) {
    AccountId author = quote.quotedAuthor();
    if (author != null) {
      notifier.tell(tx, author, NotificationType.QUOTE_REQUEST, quote.author(), quote.status());
    }
  }

  /**
   * The quoted author does not agree, or no longer.
   *
   * @return what it was until now; empty when that was the same
   */
  public Optional<QuoteState> refuse(Tx tx, Quote quote) {
    AccountId author = quote.quotedAuthor();
    if (author != null) {
      notifier.takeBack(tx, author, NotificationType.QUOTE_REQUEST, quote.author(), quote.status());
    }
    if (QuoteQueries.move(
        tx.sql(), quote.status(), QuoteState.REVOKED, null, QuoteState.ACCEPTED)) {
      changed(tx, quote, -1);
      if (author != null) {
        notifier.takeBack(tx, author, NotificationType.QUOTE, quote.author(), quote.status());
      }
      return Optional.of(QuoteState.ACCEPTED);
    }
    if (QuoteQueries.move(
        tx.sql(), quote.status(), QuoteState.REJECTED, null, QuoteState.PENDING)) {
      changed(tx, quote, 0);
      return Optional.of(QuoteState.PENDING);
    }
    return Optional.empty();
  }

  private void changed(Tx tx, Quote quote, int more) {
    QuoteQueries.step(tx.sql(), quote.status());
    StatusId quoted = quote.quoted();
    if (quoted != null && more != 0) {
      QuoteQueries.count(tx.sql(), quoted, more);
    }
    StatusSignals.edited(kit.signals(), tx, quote.status());
  }

  /** A status is being deleted: what it quotes is quoted once less, what quotes it loses it. */
  public void deleted(Tx tx, StatusesRecord status) {
    if (status.getGroupId() != null) {
      return;
    }
    QuoteQueries.of(tx.sql(), new StatusId(status.getId()))
        .ifPresent(quote -> {
          StatusId quoted = quote.quoted();
          if (quote.state() == QuoteState.ACCEPTED && quoted != null) {
            QuoteQueries.count(tx.sql(), quoted, -1);
          }
          tx.sql().deleteFrom(QUOTES).where(QUOTES.STATUS_ID.eq(status.getId())).execute();
        });
    QuoteQueries.orphan(tx.sql(), status.getId())
        .forEach(orphan -> StatusSignals.edited(kit.signals(), tx, new StatusId(orphan)));
  }

  /** Members who quote a status that was edited hear of it. */
  public void edited(Tx tx, StatusesRecord status) {
    if (status.getQuotesCount() == 0) {
      return;
    }
    tx.sql()
        .select(QUOTES.ACCOUNT_ID, QUOTES.STATUS_ID)
        .from(QUOTES)
        .join(USERS)
        .on(USERS.ACCOUNT_ID.eq(QUOTES.ACCOUNT_ID))
        .where(QUOTES.QUOTED_ID.eq(status.getId()))
        .and(QUOTES.STATE.eq(QuoteState.ACCEPTED.column()))
        .forEach(row ->
            notifier.tell(
                tx,
                new AccountId(row.value1()),
                NotificationType.QUOTED_UPDATE,
                new AccountId(status.getAccountId()),
                new StatusId(row.value2())));
  }
}
