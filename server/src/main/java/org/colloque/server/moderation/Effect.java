package org.colloque.server.moderation;

import java.util.List;

/**
 * What a change of rules does, or would do: told before it is done.
 *
 * @param hidden accounts that are not shown any more
 * @param shown accounts that are shown again
 * @param limited accounts whose standing changes in another way
 * @param following follows of members that end
 * @param followers follows by people there that end
 * @param deliveries that wait and will not be sent
 * @param followed handles of people whom members follow and would lose, some of them
 */
public record Effect(
    int hidden,
    int shown,
    int limited,
    int following,
    int followers,
    int deliveries,
    List<String> followed) {
  /** Follows that end, in both directions. */
  public int follows() {
    return following + followers;
  }
}
