package org.colloque.server.groups;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.notifications.Notifier;

/** Tells members of what the log of their group says, whatever stands between them and others. */
final class TellMembers {
  private final Notifier notifier;

  TellMembers(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Everybody in the group, which the transaction must see, but {@code actor}. */
  void all(Tx tx, GroupId group, AccountId actor, long seq) {
    GroupQueries.members(tx.sql(), group).stream()
        .map(GroupQueries.Member::account)
        .filter(account -> !account.equals(actor))
        .forEach(account -> one(tx, group, account, actor, seq));
  }

  void one(Tx tx, GroupId group, AccountId to, AccountId actor, long seq) {
    notifier.tellOfGroup(tx, to, actor, group.value(), seq);
  }
}
