package org.colloque.server.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Values;
import org.colloque.federation.vocabulary.Note;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.quotes.Quote;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/**
 * What notes quote. First what needs the network ({@link #check}): the quoted post is fetched, and
 * the stamp that its author agrees is asked of that author's own server. Then, in a transaction,
 * what needs the database.
 */
public final class QuotedPosts {
  private static final String STAMP = "QuoteAuthorization";

  private final Kit kit;
  private final Outside outside;
  private final InstanceActor self;
  private final FindStatus statuses;
  private final KeepQuotes keep;

  QuotedPosts(Kit kit, Outside outside, InstanceActor self, FindStatus statuses, KeepQuotes keep) {
    this.kit = kit;
    this.outside = outside;
    this.self = self;
    this.statuses = statuses;
    this.keep = keep;
  }

  /**
   * What a note quotes, after others were asked.
   *
   * @param quote null when it quotes nothing
   * @param stamp where the server of the quoted author says that they agree; null when it does not
   */
  public record Checked(Note.@Nullable Quote quote, @Nullable String stamp) {}

  /** Asks others about what {@code note} quotes, within the budget and not too deep. */
  public Checked check(Note note, Budget budget) {
    Note.Quote quote = note.details().quote();
    String quoted = quote == null ? null : quote.id();
    if (quote == null || quoted == null || kit.urls().isOurs(quoted)) {
      return new Checked(quote, null);
    }
    if (statuses.isMissing(quoted) && budget.descend()) {
      try {
        Finding<StatusId> _ = statuses.byUri(quoted, budget);
      } finally {
        budget.ascend();
      }
    }
    String stamp = quote.stamp();
    String author = authorOf(quoted).map(KnownActor::uri).orElse(null);
    boolean agreed =
        stamp != null
            && author != null
            && !author.equals(note.attributedTo())
            && isStamp(stamp, author, note.id(), quoted, budget);
    return new Checked(quote, agreed ? stamp : null);
  }

  private Optional<KnownActor> authorOf(String quoted) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                RemoteStatuses.byUri(tx.sql(), quoted)
                    .filter(known -> !known.deleted())
                    .flatMap(known -> ActorQueries.byId(tx.sql(), known.author())));
  }

  /** Only the author's own server says so, and of exactly these two posts (security row 25). */
  private boolean isStamp(
      String stamp, String author, String quoting, String quoted, Budget budget) {
    if (!Addresses.fits(stamp) || !Origin.same(stamp, author) || !budget.take()) {
      return false;
    }
    return Finding.of(outside.fetcher().object(stamp, self.signer()))
        .optional()
        .filter(document -> says(document, author, quoting, quoted))
        .isPresent();
  }

  private static boolean says(ObjectNode document, String author, String quoting, String quoted) {
    return Values.types(document).contains(STAMP)
        && author.equals(Values.id(document, "attributedTo"))
        && quoting.equals(Values.id(document, "interactingObject"))
        && quoted.equals(Values.id(document, "interactionTarget"));
  }

  /** Notes what the stored {@code note} quotes, and whether that was agreed to. */
  public void keep(Tx tx, Note note, KnownActor author, Checked checked) {
    Optional<StatusId> status =
        RemoteStatuses.byUri(tx.sql(), note.id())
            .filter(known -> !known.deleted() && known.author().equals(author.id()))
            .map(RemoteStatuses.Known::id);
    if (status.isEmpty()) {
      return;
    }
    Optional<Quote> before = keep.of(tx, status.get());
    Note.Quote quote = checked.quote();
    String quoted = quote == null ? null : quote.id();
    if (quote == null || quoted == null) {
      before.ifPresent(known -> keep.lose(tx, known, quote != null));
      return;
    }
    if (before.isPresent() && !before.get().quotedUri().equals(quoted)) {
      keep.lose(tx, before.get(), false);
    }
    if (!Addresses.fits(quoted)) {
      return;
    }
    StatusesRecord record = quotable(tx, quoted, author).orElse(null);
    keep.add(
        tx, new KeepQuotes.New(status.get(), author.id(), quoted, quote.legacy(), null), record);
    if (record == null) {
      return;
    }
    Quote kept = keep.link(tx, status.get(), record);
    if (agrees(tx, record, author, checked)) {
      keep.accept(tx, kept, checked.stamp());
    }
  }

  /** What everybody may read, and one's own for followers. */
  private static Optional<StatusesRecord> quotable(Tx tx, String uri, KnownActor author) {
    return RemoteStatuses.byUri(tx.sql(), uri)
        .filter(known -> !known.deleted() && known.reblogOf() == null && known.authorStands())
        .filter(known ->
            known.open()
                || known.author().equals(author.id()) && known.audience().equals("followers"))
        .map(known -> ReadStatus.own(tx.sql(), known.author(), known.id()));
  }

  private boolean agrees(Tx tx, StatusesRecord quoted, KnownActor author, Checked checked) {
    if (quoted.getAccountId() == author.id().value()) {
      return true;
    }
    return quoted.getLocal() ? keep.mayAtOnce(tx, quoted, author.id()) : checked.stamp() != null;
  }
}
