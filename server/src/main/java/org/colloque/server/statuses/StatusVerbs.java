package org.colloque.server.statuses;

import org.colloque.server.accounts.Resolver;
import org.colloque.server.board.KeepBoard;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;

/** The verbs that the API, the pages and the inbox share. */
public record StatusVerbs(
    PostStatus post,
    EditStatus edit,
    DeleteStatus delete,
    ReblogStatus reblog,
    FavouriteStatus favourite,
    StatusMarks marks,
    VoteInPoll vote,
    StoreStatus store) {

  public static StatusVerbs of(Kit kit, Notifier notifier, Outbox outbox, Resolver resolver) {
    StoreStatus store = new StoreStatus(kit, notifier);
    KeepBoard board = new KeepBoard(notifier);
    DeleteStatus delete = new DeleteStatus(kit, notifier, outbox, board);
    return new StatusVerbs(
        new PostStatus(kit, store, outbox, resolver, board),
        new EditStatus(kit, notifier, outbox, resolver, board),
        delete,
        new ReblogStatus(kit, notifier, outbox, delete),
        new FavouriteStatus(kit, notifier, outbox),
        new StatusMarks(kit, outbox),
        new VoteInPoll(kit, outbox),
        store);
  }
}
