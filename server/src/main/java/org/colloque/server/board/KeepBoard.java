package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_CATEGORY_CHOICES;
import static org.colloque.migrations.Tables.GROUP_DRAFTS;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.GROUP_REACTIONS;
import static org.colloque.migrations.Tables.GROUP_SEARCH;
import static org.colloque.migrations.Tables.GROUP_TOPICS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What follows on the board of a group from a post that was written, edited or taken back. */
public final class KeepBoard {
  private final Notifier notifier;

  public KeepBoard(Notifier notifier) {
    this.notifier = notifier;
  }

  /** A post is stored. */
  public void posted(Tx tx, Place place, StatusId id, Written written) {
    DSLContext sql = tx.sql();
    Place.Beginning beginning = place.beginning();
    var conversation =
        DSL.select(STATUSES.CONVERSATION_ID).from(STATUSES).where(STATUSES.ID.eq(id.value()));
    if (beginning == null) {
      sql.update(GROUP_TOPICS)
          .set(GROUP_TOPICS.REPLIES, GROUP_TOPICS.REPLIES.plus(1))
          .set(
              GROUP_TOPICS.LAST_STATUS_ID,
              DSL.greatest(GROUP_TOPICS.LAST_STATUS_ID, DSL.val(id.value())))
          .set(GROUP_TOPICS.LAST_ACCOUNT_ID, place.author().value())
          .where(GROUP_TOPICS.CONVERSATION_ID.eq(conversation))
          .execute();
    } else {
      sql.insertInto(GROUP_TOPICS)
          .set(GROUP_TOPICS.STATUS_ID, id.value())
          .set(GROUP_TOPICS.GROUP_ID, place.group())
          .set(GROUP_TOPICS.CATEGORY_ID, beginning.category())
          .set(GROUP_TOPICS.CONVERSATION_ID, conversation)
          .set(GROUP_TOPICS.TITLE, beginning.title())
          .set(GROUP_TOPICS.LAST_STATUS_ID, id.value())
          .set(GROUP_TOPICS.LAST_ACCOUNT_ID, place.author().value())
          .execute();
      tellFollowers(tx, place, beginning.category(), id, written.mentioned());
    }
    PostSearch.keep(sql, place.group(), id, written.text());
    long topic =
        sql.select(GROUP_TOPICS.STATUS_ID)
            .from(GROUP_TOPICS)
            .where(GROUP_TOPICS.CONVERSATION_ID.eq(conversation))
            .fetchOptional(GROUP_TOPICS.STATUS_ID)
            .orElse(0L);
    Reads.mark(sql, place.member(), topic, id.value());
    sql.deleteFrom(GROUP_DRAFTS)
        .where(GROUP_DRAFTS.ACCOUNT_ID.eq(place.author().value()))
        .and(GROUP_DRAFTS.GROUP_ID.eq(place.group()))
        .and(GROUP_DRAFTS.TOPIC_ID.eq(beginning == null ? topic : 0))
        .execute();
  }

  /** Those who want to hear of each new topic of the category. */
  private void tellFollowers(
      Tx tx, Place place, long category, StatusId topic, List<AccountId> mentioned) {
    for (long follower :
        tx.sql()
            .select(GROUP_CATEGORY_CHOICES.ACCOUNT_ID)
            .from(GROUP_CATEGORY_CHOICES)
            .where(GROUP_CATEGORY_CHOICES.CATEGORY_ID.eq(category))
            .and(GROUP_CATEGORY_CHOICES.CHOICE.eq("followed"))
            .fetch(GROUP_CATEGORY_CHOICES.ACCOUNT_ID)) {
      AccountId to = new AccountId(follower);
      if (!mentioned.contains(to)) {
        notifier.tell(tx, to, NotificationType.STATUS, place.author(), topic);
      }
    }
  }

  /** A post was edited. */
  public void edited(Tx tx, StatusesRecord status, Written written) {
    StatusId id = new StatusId(status.getId());
    tx.sql()
        .update(GROUP_TOPICS)
        .set(GROUP_TOPICS.TITLE, Titles.split(written.text()).title())
        .where(GROUP_TOPICS.STATUS_ID.eq(id.value()))
        .execute();
    PostSearch.keep(tx.sql(), status.getGroupId(), id, written.text());
  }

  /**
   * A post is gone. A topic that others have answered stays without its words.
   *
   * @return the members who may learn of it
   */
  public List<Long> deleted(Tx tx, StatusesRecord status) {
    DSLContext sql = tx.sql();
    long id = status.getId();
    sql.deleteFrom(GROUP_SEARCH).where(GROUP_SEARCH.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(GROUP_REACTIONS).where(GROUP_REACTIONS.STATUS_ID.eq(id)).execute();
    var left =
        STATUSES
            .CONVERSATION_ID
            .eq(status.getConversationId())
            .and(STATUSES.DELETED_AT.isNull())
            .and(STATUSES.GROUP_ID.eq(status.getGroupId()));
    int posts = sql.fetchCount(STATUSES, left);
    if (posts == 0) {
      sql.deleteFrom(GROUP_TOPICS)
          .where(GROUP_TOPICS.CONVERSATION_ID.eq(status.getConversationId()))
          .execute();
    } else {
      var last =
          sql.select(STATUSES.ID, STATUSES.ACCOUNT_ID)
              .from(STATUSES)
              .where(left)
              .orderBy(STATUSES.ID.desc())
              .limit(1)
              .fetchSingle();
      sql.update(GROUP_TOPICS)
          .set(
              GROUP_TOPICS.TITLE,
              DSL.when(GROUP_TOPICS.STATUS_ID.eq(id), "").otherwise(GROUP_TOPICS.TITLE))
          .set(
              GROUP_TOPICS.REPLIES,
              DSL.when(GROUP_TOPICS.STATUS_ID.eq(id), GROUP_TOPICS.REPLIES)
                  .otherwise(GROUP_TOPICS.REPLIES.minus(1)))
          .set(GROUP_TOPICS.LAST_STATUS_ID, last.value1())
          .set(GROUP_TOPICS.LAST_ACCOUNT_ID, last.value2())
          .where(GROUP_TOPICS.CONVERSATION_ID.eq(status.getConversationId()))
          .execute();
    }
    return sql.select(GROUP_MEMBERS.ACCOUNT_ID)
        .from(GROUP_MEMBERS)
        .where(GROUP_MEMBERS.GROUP_ID.eq(status.getGroupId()))
        .fetch(GROUP_MEMBERS.ACCOUNT_ID);
  }
}
