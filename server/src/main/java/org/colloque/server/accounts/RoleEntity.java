package org.colloque.server.accounts;

/**
 * A role as clients see it (Mastodon 4.6, entity Role).
 *
 * @param permissions Mastodon's bits of what the role may do here
 */
public record RoleEntity(
    String id,
    String name,
    String color,
    String permissions,
    boolean highlighted,
    int collectionLimit) {
  /** Mastodon's role of everybody. */
  private static final String MEMBER_ROLE = "-99";

  private static final long ADMINISTRATOR = 1;
  private static final long VIEW_AUDIT_LOG = 1 << 2;
  private static final long VIEW_DASHBOARD = 1 << 3;
  private static final long MANAGE_REPORTS = 1 << 4;
  private static final long MANAGE_FEDERATION = 1 << 5;
  private static final long MANAGE_BLOCKS = 1 << 7;
  private static final long MANAGE_TAXONOMIES = 1 << 8;
  private static final long MANAGE_USERS = 1 << 10;
  private static final long DELETE_USER_DATA = 1 << 19;

  private static final long MODERATOR =
      VIEW_DASHBOARD | MANAGE_REPORTS | MANAGE_FEDERATION | MANAGE_TAXONOMIES | MANAGE_USERS;
  private static final long ADMIN = MODERATOR | VIEW_AUDIT_LOG | MANAGE_BLOCKS | DELETE_USER_DATA;

  /** A role by its name in the table of users. */
  public static RoleEntity of(String role) {
    return switch (role) {
      case "owner" -> special(role, ADMINISTRATOR);
      case "admin" -> special(role, ADMIN);
      case "moderator" -> special(role, MODERATOR);
      case String _ -> new RoleEntity(MEMBER_ROLE, "", "", "0", false, 0);
    };
  }

  /** Its name in the table of users, by its number. */
  public static String nameOf(String id) {
    return switch (id) {
      case "3" -> "owner";
      case "2" -> "admin";
      case "1" -> "moderator";
      case String _ -> MEMBER_ROLE.equals(id) ? "member" : "";
    };
  }

  private static RoleEntity special(String role, long permissions) {
    return new RoleEntity(
        AccountEntities.roleId(role), role, "", Long.toString(permissions), true, 0);
  }
}
