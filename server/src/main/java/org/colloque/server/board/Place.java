package org.colloque.server.board;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.groups.MemberOf;
import org.jspecify.annotations.Nullable;

/**
 * Where in a group a post goes.
 *
 * @param beginning the topic that it begins; null for a reply
 */
public record Place(MemberOf member, @Nullable Beginning beginning) {
  public long group() {
    return member.group().id().value();
  }

  AccountId author() {
    return member.account();
  }

  /**
   * A new topic.
   *
   * @param body the text below the title
   */
  public record Beginning(long category, String title, String body) {}
}
