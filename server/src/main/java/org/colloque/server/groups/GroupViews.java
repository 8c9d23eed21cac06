package org.colloque.server.groups;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.GroupAboutView.Fact;
import org.colloque.server.pages.view.GroupHead;
import org.colloque.server.pages.view.GroupMembersView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jooq.DSLContext;

/** Groups as pages show them. */
public final class GroupViews {
  private GroupViews() {}

  /**
   * What stands above every page of a group.
   *
   * @param times in the group's zone
   */
  public static GroupHead head(MemberOf member, Times times) {
    Messages messages = times.messages();
    Group group = member.group();
    List<String> notices = new ArrayList<>();
    if (group.deleteAfter() != null) {
      notices.add(messages.get("group.notice.deleted", times.absolute(group.deleteAfter())));
    } else if (group.archivedAt() != null) {
      notices.add(messages.get("group.notice.archived", times.day(group.archivedAt())));
    }
    if (member.role() == Role.GLASS) {
      notices.add(messages.get("group.notice.glass"));
    }
    return new GroupHead(group.id().toString(), group.name(), member.role().organises(), notices);
  }

  /** What it is, for those who may know it all. */
  static List<Fact> facts(Group group, Times times) {
    Messages messages = times.messages();
    GroupDetails details = group.details();
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(messages.get("group.field.type"), GroupWords.type(messages, details.type())));
    facts.add(
        new Fact(
            messages.get("group.field.visibility"),
            GroupWords.visibility(messages, details.visibility())));
    if (!details.rhythm().isEmpty()) {
      facts.add(new Fact(messages.get("group.field.rhythm"), details.rhythm()));
    }
    facts.add(
        new Fact(
            messages.get("group.field.seats"),
            messages.get("group.seats", group.taken(), details.seats())));
    facts.add(new Fact(messages.get("group.created"), times.day(group.createdAt())));
    return facts;
  }

  /** One line: what it is, and the seats. */
  static String line(Messages messages, GroupType type, String rhythm, int taken, int seats) {
    List<String> parts = new ArrayList<>();
    parts.add(GroupWords.type(messages, type));
    if (!rhythm.isEmpty()) {
      parts.add(rhythm);
    }
    parts.add(messages.get("group.seats", taken, seats));
    return String.join(" · ", parts);
  }

  /** People by their numbers; who is gone is left out. */
  static Map<Long, AccountView> people(
      DSLContext sql, AccountEntities accounts, Collection<AccountId> wanted) {
    List<Long> ids = wanted.stream().map(AccountId::value).distinct().toList();
    Map<Long, RawJson> entities = accounts.byIds(sql, ids);
    Map<Long, String> professions = AccountViews.professions(sql, ids);
    Map<Long, AccountView> views = new HashMap<>();
    entities.forEach(
        (id, entity) -> views.put(id, AccountViews.of(Json.read(entity.bytes()), professions)));
    return views;
  }

  static List<GroupMembersView.Member> members(
      DSLContext sql, AccountEntities accounts, MemberOf reader, Messages messages) {
    List<GroupQueries.Member> members = GroupQueries.members(sql, reader.group().id());
    Map<Long, AccountView> people =
        people(sql, accounts, members.stream().map(GroupQueries.Member::account).toList());
    List<GroupMembersView.Member> views = new ArrayList<>();
    for (GroupQueries.Member member : members) {
      AccountView person = people.get(member.account().value());
      if (person != null) {
        views.add(
            new GroupMembersView.Member(
                person,
                member.role().wire(),
                GroupWords.role(messages, member.role()),
                member.joinedAt(),
                member.until(),
                member.account().equals(reader.account()),
                ChangeRole.isGiven(member.role())));
      }
    }
    return views;
  }
}
