package org.colloque.server.groups;

import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** The names of what there is in groups, in the reader's language. */
public final class GroupWords {
  private GroupWords() {}

  public static String role(Messages messages, Role role) {
    return switch (role) {
      case ORGANISER -> messages.get("group.role.organiser");
      case MODERATOR -> messages.get("group.role.moderator");
      case MEMBER -> messages.get("group.role.member");
      case GUEST -> messages.get("group.role.guest");
      case OBSERVER -> messages.get("group.role.observer");
      case GLASS -> messages.get("group.role.glass");
    };
  }

  public static String type(Messages messages, GroupType type) {
    return switch (type) {
      case PEER -> messages.get("group.type.peer");
      case BALINT -> messages.get("group.type.balint");
      case OPEN -> messages.get("group.type.open");
      case CAMPAIGN -> messages.get("group.type.campaign");
    };
  }

  public static String visibility(Messages messages, GroupVisibility visibility) {
    return switch (visibility) {
      case SECRET -> messages.get("group.visibility.secret");
      case LISTED -> messages.get("group.visibility.listed");
    };
  }

  /**
   * Of a category of the board.
   *
   * @param slug of a usual one, else missing
   * @param name of one of the group's own
   */
  public static String category(Messages messages, @Nullable String slug, @Nullable String name) {
    return switch (slug) {
      case "cas" -> messages.get("group.category.cas");
      case "geeks" -> messages.get("group.category.geeks");
      case "bistrot" -> messages.get("group.category.bistrot");
      case "anonyme" -> messages.get("group.category.anonyme");
      case "bonnes-nouvelles" -> messages.get("group.category.bonnesnouvelles");
      case null, default -> name == null ? "" : name;
    };
  }

  /** Of one of {@link GroupDetails#texts}. */
  static String detail(Messages messages, String name) {
    return switch (name) {
      case "name" -> messages.get("group.field.name");
      case "description" -> messages.get("group.field.description");
      case "charter" -> messages.get("group.field.charter");
      case "type" -> messages.get("group.field.type");
      case "visibility" -> messages.get("group.field.visibility");
      case "rhythm" -> messages.get("group.field.rhythm");
      case "seats" -> messages.get("group.field.seats");
      case "zone" -> messages.get("group.field.zone");
      default -> name;
    };
  }

  static String refusal(Messages messages, Refusal refusal) {
    return switch (refusal) {
      case FULL -> messages.get("group.refused.full");
      case MEMBER_ALREADY -> messages.get("group.refused.memberalready");
      case TOO_MANY_GROUPS ->
          messages.get("group.refused.toomanygroups", Registrar.MOST_MEMBERSHIPS);
      case TOO_MANY_ORGANISED ->
          messages.get("group.refused.toomanyorganised", CreateGroup.MOST_ORGANISED);
      case TOO_MANY_INVITATIONS ->
          messages.get("group.refused.toomanyinvitations", InviteToGroup.MOST_OPEN);
      case TOO_MANY_REQUESTS -> messages.get("group.refused.toomanyrequests");
      case NOBODY -> messages.get("group.refused.nobody");
      case ONLY_A_GUEST -> messages.get("group.refused.onlyaguest");
      case NO_GUESTS -> messages.get("group.refused.noguests");
      case LAST_ORGANISER -> messages.get("group.refused.lastorganiser");
      case NO_SUCH_ROLE -> messages.get("group.refused.nosuchrole");
      case TOO_FEW_SEATS -> messages.get("group.refused.toofewseats");
      case LONG_MESSAGE -> messages.get("group.refused.longmessage", RequestToJoin.MAX_MESSAGE);
      case BAD_CATEGORY -> messages.get("group.refused.badcategory", ChangeCategories.MAX_NAME);
      case TOO_MANY_CATEGORIES ->
          messages.get("group.refused.toomanycategories", ChangeCategories.MOST);
      case SHORT_REASON -> messages.get("group.refused.shortreason", BreakGlass.LEAST_REASON);
      case LONG_REASON -> messages.get("group.refused.longreason", BreakGlass.MOST_REASON);
      case BAD_TIME -> messages.get("group.refused.badtime");
    };
  }
}
