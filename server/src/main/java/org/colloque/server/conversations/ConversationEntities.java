package org.colloque.server.conversations;

import static org.colloque.migrations.Tables.ACCOUNT_CONVERSATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.migrations.tables.records.AccountConversationsRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.RawJson;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.Visible;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Conversations as clients see them (Mastodon 4.6, entity Conversation). */
public final class ConversationEntities {
  private final AccountEntities accounts;
  private final StatusEntities statuses;

  public ConversationEntities(AccountEntities accounts, StatusEntities statuses) {
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /**
   * @param accounts the others; the member alone where there are none
   * @param lastStatus missing where its author was suspended since
   */
  record ConversationEntity(
      String id, boolean unread, List<RawJson> accounts, @Nullable RawJson lastStatus) {}

  /** One of a member's own. */
  public Optional<Object> one(DSLContext sql, AccountId member, long id) {
    return sql.selectFrom(ACCOUNT_CONVERSATIONS)
        .where(ACCOUNT_CONVERSATIONS.ID.eq(id))
        .and(ACCOUNT_CONVERSATIONS.ACCOUNT_ID.eq(member.value()))
        .fetchOptional()
        .<Object>map(row -> list(sql, member, List.of(row)).getFirst());
  }

  List<ConversationEntity> list(
      DSLContext sql, AccountId member, List<AccountConversationsRecord> rows) {
    Viewer viewer = Viewer.of(member);
    var s = STATUSES.as("s");
    List<Long> readable =
        sql.select(s.ID)
            .from(s)
            .where(s.ID.in(rows.stream().map(AccountConversationsRecord::getLastStatusId).toList()))
            .and(Visible.to(viewer, s))
            .fetch(s.ID);
    Map<Long, RawJson> last = statuses.byIds(sql, viewer, readable);
    Map<Long, RawJson> people =
        accounts.byIds(sql, rows.stream().flatMap(row -> people(row, member)).distinct().toList());
    return rows.stream()
        .map(row ->
            new ConversationEntity(
                Long.toString(row.getId()),
                row.getUnread(),
                people(row, member).map(people::get).filter(Objects::nonNull).toList(),
                last.get(row.getLastStatusId())))
        .toList();
  }

  private static Stream<Long> people(AccountConversationsRecord row, AccountId member) {
    Long[] others = row.getParticipants();
    return others.length == 0 ? Stream.of(member.value()) : Arrays.stream(others);
  }
}
