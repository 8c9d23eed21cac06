package org.colloque.server.groups;

import static org.colloque.migrations.Tables.MEMBERSHIPS;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A group in our own API, to a member of it.
 *
 * @param charter HTML
 * @param handle how the member names it as the first word of a post
 */
record GroupEntity(
    GroupId id,
    String name,
    String description,
    String charter,
    GroupType type,
    GroupVisibility visibility,
    String rhythm,
    int seats,
    int taken,
    String zone,
    Role role,
    String handle,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("archived_at") @Nullable String archivedAt,
    @JsonProperty("delete_after") @Nullable String deleteAfter) {

  static List<GroupEntity> of(DSLContext sql, List<MemberOf> memberships, AccountId reader) {
    Map<Long, String> handles =
        sql.select(MEMBERSHIPS.GROUP_ID, MEMBERSHIPS.HANDLE)
            .from(MEMBERSHIPS)
            .where(MEMBERSHIPS.ACCOUNT_ID.eq(reader.value()))
            .fetchMap(MEMBERSHIPS.GROUP_ID, MEMBERSHIPS.HANDLE);
    return memberships.stream().map(member -> of(member, handles)).toList();
  }

  private static GroupEntity of(MemberOf member, Map<Long, String> handles) {
    Group group = member.group();
    GroupDetails details = group.details();
    return new GroupEntity(
        group.id(),
        details.name(),
        details.description(),
        group.charterHtml(),
        details.type(),
        details.visibility(),
        details.rhythm(),
        details.seats(),
        group.taken(),
        details.zone().getId(),
        member.role(),
        handles.getOrDefault(group.id().value(), group.slug()),
        Json.moment(group.createdAt()),
        group.archivedAt() == null ? null : Json.moment(group.archivedAt()),
        group.deleteAfter() == null ? null : Json.moment(group.deleteAfter()));
  }
}
