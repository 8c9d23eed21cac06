package org.colloque.server.groups;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.pages.view.DeletionView;

/** The groups that would have no organiser without a member, and what becomes of each then. */
public final class Orphans {
  private Orphans() {}

  /**
   * As {@link LeaveGroup#leaveAll} decides, would it be done now.
   *
   * @param tx opened for the member
   */
  public static List<DeletionView.Group> of(Tx tx, AccountId account) {
    Map<GroupId, Group> organised = new LinkedHashMap<>();
    for (MemberOf each : GroupQueries.mine(tx.sql(), account)) {
      if (each.role().organises() && each.group().deleteAfter() == null) {
        organised.put(each.group().id(), each.group());
      }
    }
    Map<GroupId, List<GroupQueries.Member>> members =
        GroupQueries.members(tx.sql(), organised.keySet());
    Map<GroupId, AccountId> successors = new HashMap<>();
    members.forEach((id, all) -> {
      if (ChangeRole.isLastOrganiser(all)) {
        List<GroupQueries.Member> left =
            all.stream().filter(member -> !member.account().equals(account)).toList();
        LeaveGroup.successor(left).ifPresent(next -> successors.put(id, next.account()));
      } else {
        organised.remove(id);
      }
    });
    Map<Long, String> names =
        EventWords.names(
            tx.sql(),
            successors.values().stream().map(AccountId::value).collect(Collectors.toSet()));
    return organised.values().stream()
        .map(group ->
            new DeletionView.Group(
                group.id().toString(),
                group.name(),
                Optional.ofNullable(successors.get(group.id()))
                    .map(next -> names.getOrDefault(next.value(), ""))
                    .orElse("")))
        .toList();
  }
}
