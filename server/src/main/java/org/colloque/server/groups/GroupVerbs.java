package org.colloque.server.groups;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;

/** What can be done about groups, joined: pages and API do the same. */
public record GroupVerbs(
    CreateGroup create,
    ChangeGroup change,
    ChangeRole role,
    ChangeCategories categories,
    InviteToGroup invite,
    JoinGroup join,
    RequestToJoin request,
    LeaveGroup leave,
    ArchiveGroup archive,
    DeleteGroup delete,
    BreakGlass glass) {

  static GroupVerbs of(
      Kit kit,
      Registrar registrar,
      GroupLog log,
      Notifier notifier,
      Invitations invitations,
      Supplier<Founders> founders,
      BooleanSupplier guests) {
    TellMembers tell = new TellMembers(notifier);
    return new GroupVerbs(
        new CreateGroup(registrar, log, founders),
        new ChangeGroup(registrar, log, tell),
        new ChangeRole(registrar, log, tell),
        new ChangeCategories(registrar, log),
        new InviteToGroup(kit, registrar, log, invitations, notifier, guests),
        new JoinGroup(kit, registrar, log, invitations),
        new RequestToJoin(kit, registrar, log, invitations, notifier),
        new LeaveGroup(kit, registrar, log, tell),
        new ArchiveGroup(kit, registrar, log, tell),
        new DeleteGroup(kit, registrar, log, tell),
        new BreakGlass(kit, registrar, log, tell));
  }
}
