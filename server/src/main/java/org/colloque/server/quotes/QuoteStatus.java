package org.colloque.server.quotes;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.outbox.TellOfQuotes;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.QuotePolicy;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/** What members wish: to quote, to be asked, to agree or not, to take it back. */
public final class QuoteStatus {
  private final KeepQuotes keep;
  private final Outbox outbox;
  private final TellOfQuotes tell;

  public QuoteStatus(KeepQuotes keep, Outbox outbox, TellOfQuotes tell) {
    this.keep = keep;
    this.outbox = outbox;
    this.tell = tell;
  }

  /** A status that may be quoted, at once or after its author was asked. */
  public record Quotable(StatusesRecord status, Permission permission) {
    /** Its page, else its address. */
    public String link() {
      String url = status.getUrl();
      return url == null ? status.getUri() : url;
    }

    /**
     * A message between the people named in it is shown to nobody else, and who is quoted is asked.
     *
     * @throws ProblemException 422 when that is neither the author nor named
     */
    public void checkNamed(AccountId author, List<AccountId> named) {
      AccountId quoted = new AccountId(status.getAccountId());
      if (!quoted.equals(author) && !named.contains(quoted)) {
        throw ProblemException.invalid(
            "A message to the people it names can quote only you and them");
      }
    }

    /** What quotes it is not for more people than it is. */
    public boolean forFollowers() {
      return status.getAudience().equals("followers");
    }
  }

  /**
   * The status {@code id} to be quoted by {@code author}.
   *
   * @throws ProblemException 404 when they cannot read it, 422 for one of a group, 403 when its
   *     author lets nobody quote it, or not them
   */
  public @Nullable Quotable find(Tx tx, AccountId author, @Nullable StatusId id) {
    if (id == null) {
      return null;
    }
    StatusesRecord status;
    try {
      status = ReadStatus.original(tx.sql(), Viewer.of(author), id);
    } catch (ProblemException _) {
      throw ProblemException.of(404, "The post you are trying to quote does not appear to exist.");
    }
    if (status.getGroupId() != null) {
      throw ProblemException.invalid("A post of a private group cannot be quoted");
    }
    Permission permission = QuoteQueries.permission(tx.sql(), status, author);
    if (permission == Permission.DENIED) {
      throw ProblemException.of(403, "The author of this post does not allow you to quote it");
    }
    return new Quotable(status, permission);
  }

  /** Notes that {@code id}, which was just stored, quotes it. Nothing is sent yet. */
  public void quote(Tx tx, StatusId id, AccountId author, Quotable quoted) {
    StatusesRecord status = quoted.status();
    keep.add(tx, new KeepQuotes.New(id, author, status.getUri(), false, null), status);
    Quote quote = keep.of(tx, id).orElseThrow();
    boolean ours = status.getLocal() || status.getAccountId() == author.value();
    if (ours && quoted.permission() == Permission.AUTOMATIC) {
      keep.accept(tx, quote, null);
    } else if (status.getLocal()) {
      keep.tellOfRequest(tx, quote);
    }
  }

  /** Asks on another server, once that could know what quotes. */
  public void ask(Tx tx, StatusId id) {
    keep.of(tx, id)
        .filter(quote -> quote.state() == QuoteState.PENDING)
        .ifPresent(_ -> tell.requested(tx, id));
  }

  /**
   * A member who is asked says yes or no.
   *
   * @param quoting the status that quotes theirs
   * @throws ProblemException 404 when nobody asks
   */
  public void answer(Tx tx, AccountId me, StatusId quoting, boolean yes) {
    Quote quote = mine(tx, me, quoting);
    if (quote.state() != QuoteState.PENDING) {
      throw ProblemException.notFound();
    }
    if (yes) {
      keep.accept(tx, quote, null);
      tell.allowed(tx, quoting);
      // a post of ours that quotes one of ours says now that its author agrees
      outbox.edited(tx, quoting);
    } else {
      Optional<QuoteState> _ = keep.refuse(tx, quote);
      tell.refused(tx, quoting);
    }
  }

  /**
   * A member withdraws their post from a quote. Doing it twice is doing it once.
   *
   * @throws ProblemException 404 when {@code quoting} does not quote {@code quoted}, 403 when that
   *     is another's
   */
  public StatusId revoke(Tx tx, AccountId me, StatusId quoted, StatusId quoting) {
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(me), quoted);
    if (status.getAccountId() != me.value()) {
      throw ProblemException.forbidden();
    }
    Quote quote = mine(tx, me, quoting);
    if (!quoted.equals(quote.quoted())) {
      throw ProblemException.notFound();
    }
    keep.refuse(tx, quote)
        .ifPresent(before -> {
          if (before == QuoteState.ACCEPTED) {
            tell.revoked(tx, quoting);
            outbox.edited(tx, quoting);
          } else {
            tell.refused(tx, quoting);
          }
        });
    return quoting;
  }

  private Quote mine(Tx tx, AccountId me, StatusId quoting) {
    return keep.of(tx, quoting)
        .filter(quote -> me.equals(quote.quotedAuthor()))
        .orElseThrow(ProblemException::notFound);
  }

  /**
   * A member changes who may quote a status of theirs. What quotes it already goes on.
   *
   * @throws ProblemException 404 when it is not theirs
   */
  public void change(Tx tx, AccountId me, StatusId id, QuotePolicy policy) {
    if (rule(tx, ReadStatus.own(tx.sql(), me, id), policy)) {
      outbox.edited(tx, id);
    }
  }

  /** As {@link #change}, without telling anybody; answers whether that is anything new. */
  public boolean rule(Tx tx, StatusesRecord status, QuotePolicy policy) {
    boolean open = status.getAudience().equals("public") || status.getAudience().equals("unlisted");
    Interactions interactions =
        Interactions.ofColumn(status.getInteractions()).withQuote(policy.rule());
    return open
        && status.getReblogOfId() == null
        && change(tx, new StatusId(status.getId()), interactions);
  }

  /** Writes whom the author of a status lets do what; answers whether that is anything new. */
  public static boolean change(Tx tx, StatusId id, Interactions interactions) {
    return tx.sql()
            .update(STATUSES)
            .set(STATUSES.INTERACTIONS, interactions.column())
            .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
            .where(STATUSES.ID.eq(id.value()))
            .and(STATUSES.INTERACTIONS.ne(interactions.column()))
            .execute()
        == 1;
  }
}
