package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.QUOTES;

import java.util.function.Function;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.federation.json.ActivityWriter.QuoteAsked;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.QuoteRows.Side;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/** Asks other servers whether a member may quote, and answers theirs (FEP-044f). */
public final class TellOfQuotes {
  private final Kit kit;
  private final LocalPosts posts;
  private final Queue queue;

  public TellOfQuotes(Kit kit) {
    this.kit = kit;
    this.posts = new LocalPosts(kit);
    this.queue = new Queue(kit);
  }

  /** A member's post quotes one of another server: its author is asked. */
  public void requested(Tx tx, StatusId quoting) {
    QuoteRows.Row row = QuoteRows.of(tx.sql(), quoting).orElse(null);
    Side author = row == null ? null : row.author();
    if (row == null
        || author == null
        || author.local()
        || !(posts.one(tx.sql(), quoting).orElse(null) instanceof LocalPost.Written post)) {
      return;
    }
    String id = row.asker().actor() + "#quote_requests/" + quoting;
    tx.sql()
        .update(QUOTES)
        .set(QUOTES.REQUEST_URI, id)
        .where(QUOTES.STATUS_ID.eq(quoting.value()))
        .execute();
    byte[] body =
        ActivityWriter.quoteRequest(
            id, row.asker().actor(), author.actor(), row.quotedUri(), post.note());
    OutboxQueries.head(tx.sql(), quoting)
        .ifPresent(head ->
            queue.add(
                tx,
                new Outgoing(
                    Outgoing.Type.QUOTE_REQUEST, id, row.asker().account(), head.about(), body),
                Reach.account(author.account())));
  }

  /** A member agrees that somebody elsewhere quotes them; nothing for who is here. */
  public void allowed(Tx tx, StatusId quoting) {
    answer(
        tx,
        quoting,
        Outgoing.Type.ACCEPT_QUOTE,
        row -> {
          Side author = author(row);
          String stamp = kit.urls().quoteStamp(author.username(), quoting.value());
          String id = author.actor() + "#accepts/quotes/" + kit.ids().next();
          return new Said(
              id, ActivityWriter.acceptQuote(id, author.actor(), row.asked(row.uri()), stamp));
        });
  }

  /** A member does not agree. */
  public void refused(Tx tx, StatusId quoting) {
    answer(
        tx,
        quoting,
        Outgoing.Type.REJECT_QUOTE,
        row -> {
          Side author = author(row);
          String id = author.actor() + "#rejects/quotes/" + kit.ids().next();
          return new Said(id, ActivityWriter.rejectQuote(id, author.actor(), row.asked(row.uri())));
        });
  }

  /** As {@link #refused}, of a quote of which nothing is kept here. */
  public void refused(Tx tx, StatusId quoted, AccountId asker, QuoteAsked asked) {
    OutboxQueries.head(tx.sql(), quoted)
        .ifPresent(head -> {
          String actor = OutboxQueries.peer(tx.sql(), head.author()).uri();
          String id = actor + "#rejects/quotes/" + kit.ids().next();
          byte[] body = ActivityWriter.rejectQuote(id, actor, asked);
          queue.add(
              tx,
              new Outgoing(Outgoing.Type.REJECT_QUOTE, id, head.author(), head.about(), body),
              Reach.account(asker));
        });
  }

  /** A member agrees no longer: whoever may have the quote hears that the stamp is gone. */
  public void revoked(Tx tx, StatusId quoting) {
    QuoteRows.Row row = QuoteRows.of(tx.sql(), quoting).orElse(null);
    if (row == null || row.quoted() == null || row.quotedAudience() == null) {
      return;
    }
    Side author = author(row);
    String stamp = kit.urls().quoteStamp(author.username(), quoting.value());
    String id = stamp + "#delete";
    var about = new Outgoing.About(row.quoted(), row.quotedAudience());
    queue.add(
        tx,
        new Outgoing(
            Outgoing.Type.DELETE_STAMP,
            id,
            author.account(),
            about,
            ActivityWriter.deleteStamp(id, author.actor(), stamp)),
        Reach.ofQuote(author.account(), row.asker().account()));
  }

  private record Said(String id, byte[] body) {}

  private void answer(
      Tx tx, StatusId quoting, Outgoing.Type type, Function<QuoteRows.Row, Said> saying) {
    QuoteRows.Row row = QuoteRows.of(tx.sql(), quoting).orElse(null);
    if (row == null
        || row.asker().local()
        || row.request() == null
        || row.quoted() == null
        || row.quotedAudience() == null) {
      return;
    }
    Said said = saying.apply(row);
    var about = new Outgoing.About(row.quoted(), row.quotedAudience());
    queue.add(
        tx,
        new Outgoing(type, said.id(), author(row).account(), about, said.body()),
        Reach.account(row.asker().account()));
  }

  private static Side author(QuoteRows.Row row) {
    @Nullable Side author = row.author();
    if (author == null) {
      throw new IllegalStateException("a quote of nobody");
    }
    return author;
  }
}
