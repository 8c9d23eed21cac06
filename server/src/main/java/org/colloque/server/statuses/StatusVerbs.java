package org.colloque.server.statuses;

import org.colloque.server.accounts.Resolver;
import org.colloque.server.board.KeepBoard;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.outbox.TellOfQuotes;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.quotes.QuoteStatus;

/** The verbs that the API, the pages and the inbox share. */
public record StatusVerbs(
    PostStatus post,
    EditStatus edit,
    DeleteStatus delete,
    ReblogStatus reblog,
    FavouriteStatus favourite,
    StatusMarks marks,
    VoteInPoll vote,
    StoreStatus store,
    QuoteStatus quotes,
    KeepQuotes keepQuotes) {

  public static StatusVerbs of(Kit kit, Notifier notifier, Outbox outbox, Resolver resolver) {
    StoreStatus store = new StoreStatus(kit, notifier);
    KeepBoard board = new KeepBoard(notifier);
    KeepQuotes keepQuotes = new KeepQuotes(kit, notifier);
    QuoteStatus quotes = new QuoteStatus(keepQuotes, outbox, new TellOfQuotes(kit));
    DeleteStatus delete = new DeleteStatus(kit, notifier, outbox, board, keepQuotes);
    return new StatusVerbs(
        new PostStatus(kit, store, outbox, resolver, board, quotes),
        new EditStatus(kit, notifier, outbox, resolver, board, quotes, keepQuotes),
        delete,
        new ReblogStatus(kit, notifier, outbox, delete),
        new FavouriteStatus(kit, notifier, outbox),
        new StatusMarks(kit, outbox),
        new VoteInPoll(kit, outbox),
        store,
        quotes,
        keepQuotes);
  }
}
