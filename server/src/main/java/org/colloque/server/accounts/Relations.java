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
    EndorseAccount endorse,
    MoveFollowers move) {
  public static Relations of(Kit kit, Notifier notifier, Outbox outbox) {
    UnfollowAccount unfollow = new UnfollowAccount(notifier, outbox);
    FollowAccount follow = new FollowAccount(kit, notifier, outbox);
    return new Relations(
        follow,
        unfollow,
        new AnswerFollow(kit, notifier, outbox, unfollow),
        new BlockAccount(kit, outbox, unfollow),
        new MuteAccount(kit),
        new EndorseAccount(kit),
        new MoveFollowers(kit, follow, unfollow));
  }
}
