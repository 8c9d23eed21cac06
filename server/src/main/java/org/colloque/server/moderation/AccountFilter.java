package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.INVITES;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.accounts.RoleEntity;
import org.colloque.server.api.Faults;
import org.colloque.server.http.Parameters;
import org.colloque.server.kit.Fault;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Which accounts a moderator looks for, by the parameters of Mastodon's admin API, versions 1 and
 * 2. To be used with {@code accounts} joined with {@code users}.
 */
final class AccountFilter {
  /** As the index for searching has it; both parts in small letters. */
  private static final Field<String> WORDS =
      DSL.lower(ACCOUNTS.USERNAME).concat(" ").concat(DSL.lower(ACCOUNTS.DISPLAY_NAME));

  /** Flags of version 1 that stand for a status of version 2. */
  private static final List<String> STATUSES =
      List.of("active", "pending", "disabled", "silenced", "suspended", "sensitized");

  private AccountFilter() {}

  static Condition of(Parameters parameters) {
    List<Condition> all = new ArrayList<>();
    if (parameters.flag("local", false) || parameters.text("origin", "").equals("local")) {
      all.add(ACCOUNTS.DOMAIN.isNull());
    }
    if (parameters.flag("remote", false) || parameters.text("origin", "").equals("remote")) {
      all.add(ACCOUNTS.DOMAIN.isNotNull());
    }
    for (String status : STATUSES) {
      if (parameters.flag(status, false)) {
        all.add(standing(status));
      }
    }
    parameters
        .text("status")
        .filter(status -> !status.isBlank())
        .ifPresent(status -> all.add(standing(status)));
    if (parameters.flag("staff", false) || parameters.text("permissions", "").equals("staff")) {
      all.add(USERS.ROLE.ne("member"));
    }
    List<String> roles = parameters.list("role_ids");
    if (!roles.isEmpty()) {
      all.add(USERS.ROLE.in(roles.stream().map(RoleEntity::nameOf).toList()));
    }
    words(parameters, all);
    return DSL.and(all);
  }

  private static Condition standing(String status) {
    return switch (status) {
      case "active" -> ACCOUNTS.SUSPENDED_AT.isNull();
      case "pending" -> USERS.ID.isNotNull().and(USERS.APPROVED_AT.isNull());
      case "disabled" -> USERS.DISABLED_AT.isNotNull().and(ACCOUNTS.SUSPENDED_AT.isNull());
      case "silenced" -> ACCOUNTS.SILENCED_AT.isNotNull();
      case "suspended" -> ACCOUNTS.SUSPENDED_AT.isNotNull();
      case "sensitized" -> ACCOUNTS.SENSITIZED_AT.isNotNull();
      case String _ -> throw Faults.problem(Map.of("status", Fault.INCLUSION));
    };
  }

  private static void words(Parameters parameters, List<Condition> all) {
    given(parameters, "username")
        .forEach(name ->
            all.add(WORDS.contains(name).and(DSL.lower(ACCOUNTS.USERNAME).startsWith(name))));
    given(parameters, "display_name")
        .forEach(name ->
            all.add(WORDS.contains(name).and(DSL.lower(ACCOUNTS.DISPLAY_NAME).startsWith(name))));
    given(parameters, "by_domain").forEach(domain -> all.add(ACCOUNTS.DOMAIN.eq(domain)));
    given(parameters, "email").forEach(email -> all.add(DSL.lower(USERS.EMAIL).startsWith(email)));
    given(parameters, "ip")
        .forEach(ip ->
            all.add(
                USERS.ID.in(
                    DSL.select(SESSIONS.USER_ID).from(SESSIONS).where(SESSIONS.IP.eq(ip)))));
    if (parameters.has("invited_by")) {
      all.add(
          USERS.INVITE_ID.in(
              DSL.select(INVITES.ID)
                  .from(INVITES)
                  .where(INVITES.CREATED_BY.eq(parameters.id("invited_by").orElse(0L)))));
    }
  }

  /** One text in small letters, or none. */
  private static List<String> given(Parameters parameters, String name) {
    return parameters
        .text(name)
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty())
        .stream()
        .toList();
  }
}
