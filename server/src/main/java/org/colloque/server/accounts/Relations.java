package org.colloque.server.accounts;

import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;

/** The verbs between two accounts, together: the API, the pages and the inbox use the same ones. */
public record Relations(
    FollowAccount follow,
    UnfollowAccount unfollow,
    AnswerFollow answer,
    BlockAccount block,
    MuteAccount mute,
    EndorseAccount endorse) {
  public static Relations of(Kit kit, Notifier notifier, Outbox outbox) {
    UnfollowAccount unfollow = new UnfollowAccount(notifier, outbox);
    return new Relations(
        new FollowAccount(kit, notifier, outbox),
        unfollow,
        new AnswerFollow(kit, notifier, outbox, unfollow),
        new BlockAccount(kit, outbox, unfollow),
        new MuteAccount(kit),
        new EndorseAccount(kit));
  }
}
