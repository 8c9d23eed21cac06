package org.colloque.server.inbox;

import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.server.database.Tx;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.quotes.Quote;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.KnownActor;
import org.jspecify.annotations.Nullable;

/** What the author of another server says to a member who wants to quote them (FEP-044f). */
public final class AnsweredQuote {
  private final KeepQuotes keep;
  private final Outbox outbox;

  public AnsweredQuote(KeepQuotes keep, Outbox outbox) {
    this.keep = keep;
    this.outbox = outbox;
  }

  /**
   * Yes. That is as good as the stamp itself, which is on the same server.
   *
   * @return what came of it; empty when no quote was asked for
   */
  Optional<String> accepted(
      Tx tx, ActivityReference asked, @Nullable String stamp, KnownActor sender) {
    return find(tx, asked, sender)
        .map(quote -> {
          if (stamp == null || !Origin.same(stamp, sender.uri()) || !Addresses.fits(stamp)) {
            return "no stamp of theirs";
          }
          if (!keep.accept(tx, quote, stamp)) {
            return "quoted already";
          }
          outbox.edited(tx, quote.status());
          return "quoted";
        });
  }

  /** No, or no longer. */
  Optional<String> rejected(Tx tx, ActivityReference asked, KnownActor sender) {
    return find(tx, asked, sender).map(quote -> refuse(tx, quote));
  }

  /** The stamp is deleted: no longer. */
  Optional<String> stampDeleted(Tx tx, String stamp, KnownActor sender) {
    return keep.ofStamp(tx, stamp, sender.id()).map(quote -> refuse(tx, quote));
  }

  private String refuse(Tx tx, Quote quote) {
    if (keep.refuse(tx, quote).isEmpty()) {
      return "refused already";
    }
    outbox.edited(tx, quote.status());
    return "not to be quoted";
  }

  /** Only what was asked of {@code sender}. */
  private Optional<Quote> find(Tx tx, ActivityReference asked, KnownActor sender) {
    boolean possible =
        switch (asked.kind()) {
          case QUOTE_REQUEST, NOT_TOLD -> true;
          case FOLLOW, LIKE, ANNOUNCE, BLOCK, ACCEPT, OTHER -> false;
        };
    String id = asked.id();
    return possible && id != null
        ? keep.ofRequest(tx, id).filter(quote -> sender.id().equals(quote.quotedAuthor()))
        : Optional.empty();
  }
}
