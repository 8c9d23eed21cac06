package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.json.ActivityWriter.QuoteAsked;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Note;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.TellOfQuotes;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.quotes.Quote;
import org.colloque.server.quotes.QuoteState;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.Budget;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.QuotedPosts;
import org.colloque.server.remote.RemoteStatuses;
import org.colloque.server.remote.StoreNote;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.ReadStatus;

/**
 * Somebody asks whether they may quote a post of a member (FEP-044f). The member's rule answers, or
 * the member.
 */
public final class OnQuoteRequest {
  /** Quotes of one person that wait for one member; more are refused. */
  public static final int MAX_WAITING = 20;

  private final Kit kit;
  private final FindStatus statuses;
  private final StoreNote store;
  private final KeepQuotes keep;
  private final TellOfQuotes tell;

  public OnQuoteRequest(
      Kit kit, FindStatus statuses, StoreNote store, KeepQuotes keep, TellOfQuotes tell) {
    this.kit = kit;
    this.statuses = statuses;
    this.store = store;
    this.keep = keep;
    this.tell = tell;
  }

  Prepared on(Activity.QuoteRequest request, KnownActor sender) {
    Optional<Permission> permission =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    quoted(tx, request, sender)
                        .map(quoted -> keep.permission(tx, quoted, sender.id())));
    if (permission.isEmpty()) {
      return Prepared.nothing("not one of ours");
    }
    if (permission.get() == Permission.DENIED) {
      return Prepared.ready(tx -> refuse(tx, request, sender));
    }
    Budget budget = Budget.forActivity();
    Note note = request.note();
    return note != null && note.id().equals(request.instrument())
        ? prepared(request, note, sender, budget)
        : LinkedNote.fetch(
            statuses,
            request.instrument(),
            sender,
            budget,
            found -> prepared(request, found, sender, budget));
  }

  private Prepared prepared(
      Activity.QuoteRequest request, Note note, KnownActor sender, Budget budget) {
    store.discoverPeople(note, budget);
    return Prepared.ready(tx -> apply(tx, request, note, sender));
  }

  private String apply(Tx tx, Activity.QuoteRequest request, Note note, KnownActor sender) {
    Optional<StatusesRecord> quoted = quoted(tx, request, sender);
    if (quoted.isEmpty()) {
      return "not one of ours";
    }
    store.keep(tx, note, sender);
    statuses.quotes().keep(tx, note, sender, new QuotedPosts.Checked(note.details().quote(), null));
    Optional<Quote> kept =
        RemoteStatuses.byUri(tx.sql(), note.id())
            .flatMap(known -> keep.of(tx, known.id()))
            .filter(quote -> quote.quotedUri().equals(request.object()))
            .filter(quote -> quote.author().equals(sender.id()));
    if (kept.isEmpty()) {
      return refuse(tx, request, sender);
    }
    Quote quote = kept.get();
    if (Addresses.fits(request.id())) {
      keep.asked(tx, quote.status(), request.id());
    }
    return switch (quote.state()) {
      case ACCEPTED -> {
        tell.allowed(tx, quote.status());
        yield "allowed";
      }
      case PENDING -> waits(tx, quote, quoted.get());
      case REJECTED, REVOKED, DELETED -> {
        tell.refused(tx, quote.status());
        yield "refused";
      }
    };
  }

  private String waits(Tx tx, Quote quote, StatusesRecord quoted) {
    if (keep.permission(tx, quoted, quote.author()) == Permission.MANUAL
        && keep.waiting(tx, quote) <= MAX_WAITING) {
      keep.tellOfRequest(tx, quote);
      return "the member is asked";
    }
    Optional<QuoteState> _ = keep.refuse(tx, quote);
    tell.refused(tx, quote.status());
    return "refused";
  }

  private String refuse(Tx tx, Activity.QuoteRequest request, KnownActor sender) {
    RemoteStatuses.byUri(tx.sql(), request.object())
        .ifPresent(quoted ->
            tell.refused(
                tx,
                quoted.id(),
                sender.id(),
                new QuoteAsked(
                    request.id(), sender.uri(), request.object(), request.instrument())));
    return "refused";
  }

  /** Who may not read it learns nothing, not even a refusal. */
  private static Optional<StatusesRecord> quoted(
      Tx tx, Activity.QuoteRequest request, KnownActor sender) {
    return RemoteStatuses.byUri(tx.sql(), request.object())
        .filter(known -> known.local() && !known.deleted() && known.reblogOf() == null)
        .map(known -> ReadStatus.readable(tx.sql(), Viewer.of(sender.id()), known.id()));
  }
}
