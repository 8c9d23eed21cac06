package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_EDITS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.board.GroupPosts;
import org.colloque.server.board.KeepBoard;
import org.colloque.server.board.Written;
import org.colloque.server.cards.CardErrands;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.emojis.CustomEmojis;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaId;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.quotes.QuoteStatus;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Changes a status and keeps what it said before. */
public final class EditStatus {
  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;
  private final Mentions mentions;
  private final StatusTags tags;
  private final AttachMedia media;
  private final GroupPosts groups;
  private final KeepBoard board;
  private final QuoteStatus quotes;
  private final KeepQuotes keepQuotes;

  public EditStatus(
      Kit kit,
      Notifier notifier,
      Outbox outbox,
      Resolver resolver,
      KeepBoard board,
      QuoteStatus quotes,
      KeepQuotes keepQuotes) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
    this.mentions = new Mentions(kit, resolver);
    this.tags = new StatusTags(kit);
    this.media = new AttachMedia(kit);
    this.groups = new GroupPosts(mentions);
    this.board = board;
    this.quotes = quotes;
    this.keepQuotes = keepQuotes;
  }

  /**
   * What a status shall be from now on.
   *
   * @param mentioned who is addressed now; nobody loses what they could read before
   * @param media uploads of a local author; null leaves attachments alone
   * @param mediaDetails what is said anew of those uploads
   * @param remoteMedia attachments elsewhere; null leaves attachments alone
   * @param editedAt when its author's server says that it was changed; null for now
   */
  public record Revision(
      String text,
      String html,
      String spoilerText,
      boolean sensitive,
      @Nullable String language,
      List<NewStatus.Mentioned> mentioned,
      List<String> tagNames,
      String emojis,
      @Nullable List<MediaId> media,
      List<MediaDetails> mediaDetails,
      @Nullable List<NewStatus.RemoteMedia> remoteMedia,
      @Nullable Instant editedAt) {}

  /** A member edits their own status. Audience and place in the thread stay as they were. */
  public void edit(AccountId author, StatusId id, Draft draft) {
    edit(author, id, draft, true);
  }

  /** As {@link #edit}, and leaves the poll as it is: the pages of a group say nothing of it. */
  public void editText(AccountId author, StatusId id, Draft draft) {
    edit(author, id, draft, false);
  }

  private void edit(AccountId author, StatusId id, Draft draft, boolean withPoll) {
    // nobody elsewhere is asked for the names in a post of a group
    if (mentions.leadAbroad(draft.text())
        && !kit.db()
            .<Boolean>as(
                Viewer.of(author),
                tx -> ReadStatus.own(tx.sql(), author, id).getGroupId() != null)) {
      draft.checkForFediverse();
      mentions.discover(draft.text());
    }
    kit.db()
        .doAs(
            Viewer.of(author),
            tx -> {
              StatusesRecord status = ReadStatus.own(tx.sql(), author, id);
              if (status.getReblogOfId() != null) {
                throw ProblemException.notFound();
              }
              if (status.getGroupId() == null) {
                draft.checkForFediverse();
              }
              Written written = written(tx, status, draft);
              Revision revision =
                  new Revision(
                      written.text(),
                      written.html(),
                      draft.spoilerText(),
                      draft.sensitive(),
                      draft.language() == null ? status.getLanguage() : draft.language(),
                      written.mentioned().stream()
                          .filter(account -> !account.equals(author))
                          .map(account -> new NewStatus.Mentioned(account, false))
                          .toList(),
                      status.getGroupId() == null ? draft.text().tagNames() : List.of(),
                      CustomEmojis.in(tx.sql(), draft.words()),
                      draft.media(),
                      draft.mediaDetails(),
                      null,
                      null);
              QuotePolicy policy = draft.quotePolicy();
              boolean ruled = policy != null && quotes.rule(tx, status, policy);
              boolean asked =
                  withPoll && PollQueries.askAnew(tx.sql(), id, draft.poll(), kit.now());
              if (!apply(tx, status, revision, asked) && !ruled) {
                return;
              }
              if (status.getGroupId() == null) {
                outbox.edited(tx, id);
              } else {
                board.edited(tx, status, written);
              }
            });
  }

  private Written written(Tx tx, StatusesRecord status, Draft draft) {
    String text = draft.text().text();
    if (status.getGroupId() != null) {
      AccountId author = new AccountId(status.getAccountId());
      return groups.rewrite(tx, author, status.getGroupId(), status.getId(), text);
    }
    Mentions.Found found = mentions.find(tx.sql(), draft.text());
    String html = draft.text().format(found.links(), kit.urls()::tag);
    return new Written(text, QuoteHtml.line(status.getContentHtml()) + html, found.accounts());
  }

  /** Applies a revision; returns whether anything changed. */
  public boolean apply(Tx tx, StatusesRecord status, Revision revision) {
    return apply(tx, status, revision, false);
  }

  /**
   * @param other whether something else than what the revision says has changed already
   */
  private boolean apply(Tx tx, StatusesRecord status, Revision revision, boolean other) {
    DSLContext sql = tx.sql();
    StatusId id = new StatusId(status.getId());
    AccountId author = new AccountId(status.getAccountId());
    ArrayNode mediaBefore = mediaNow(sql, id);
    Instant editedAt = revision.editedAt() == null ? kit.now() : revision.editedAt();
    keepHistory(sql, status, mediaBefore);
    replaceMedia(sql, status, author, revision);
    media.describe(sql, id, author, revision.mediaDetails(), kit.now());
    boolean same =
        !other
            && status.getContentHtml().equals(revision.html())
            && status.getSpoilerText().equals(revision.spoilerText())
            && status.getSensitive() == revision.sensitive()
            && mediaNow(sql, id).equals(mediaBefore);
    if (same) {
      sql.deleteFrom(STATUS_EDITS)
          .where(STATUS_EDITS.STATUS_ID.eq(id.value()))
          .and(STATUS_EDITS.CREATED_AT.eq(changedAt(status)))
          .execute();
      return false;
    }
    sql.update(STATUSES)
        .set(STATUSES.TEXT, revision.text())
        .set(STATUSES.CONTENT_HTML, revision.html())
        .set(STATUSES.SPOILER_TEXT, revision.spoilerText())
        .set(STATUSES.SENSITIVE, revision.sensitive())
        .set(STATUSES.LANGUAGE, revision.language())
        .set(STATUSES.EMOJIS, JSONB.valueOf(revision.emojis()))
        .set(STATUSES.EDITED_AT, editedAt.atOffset(ZoneOffset.UTC))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(id.value()))
        .execute();
    tags.write(sql, id, revision.tagNames());
    Set<Long> added = mention(sql, id, revision.mentioned());
    tell(tx, status, added);
    if (status.getGroupId() == null) {
      CardErrands.changed(
          kit,
          tx,
          new CardErrands.Post(
              id.value(), status.getAudience(), revision.html(), !mediaNow(sql, id).isEmpty()));
      StatusSignals.edited(kit.signals(), tx, id);
    } else {
      StatusSignals.inGroup(
          kit.signals(), tx, StatusSignals.Change.EDITED, status.getGroupId(), id);
    }
    return true;
  }

  /** The state before, once for each moment at which the status was changed. */
  private void keepHistory(DSLContext sql, StatusesRecord status, ArrayNode mediaBefore) {
    sql.insertInto(STATUS_EDITS)
        .set(STATUS_EDITS.ID, kit.ids().next())
        .set(STATUS_EDITS.STATUS_ID, status.getId())
        .set(STATUS_EDITS.GROUP_ID, status.getGroupId())
        .set(STATUS_EDITS.TEXT, status.getText())
        .set(STATUS_EDITS.CONTENT_HTML, status.getContentHtml())
        .set(STATUS_EDITS.SPOILER_TEXT, status.getSpoilerText())
        .set(STATUS_EDITS.SENSITIVE, status.getSensitive())
        .set(STATUS_EDITS.EMOJIS, status.getEmojis())
        .set(STATUS_EDITS.MEDIA, JSONB.valueOf(mediaBefore.toString()))
        .set(STATUS_EDITS.CREATED_AT, changedAt(status))
        .execute();
  }

  private static OffsetDateTime changedAt(StatusesRecord status) {
    return status.getEditedAt() == null ? status.getCreatedAt() : status.getEditedAt();
  }

  private static ArrayNode mediaNow(DSLContext sql, StatusId id) {
    ArrayNode now = Json.MAPPER.createArrayNode();
    sql.select(MEDIA_ATTACHMENTS.ID, MEDIA_ATTACHMENTS.REMOTE_URL, MEDIA_ATTACHMENTS.DESCRIPTION)
        .select(MEDIA_ATTACHMENTS.FOCUS_X, MEDIA_ATTACHMENTS.FOCUS_Y)
        .from(MEDIA_ATTACHMENTS)
        .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(id.value()))
        .orderBy(MEDIA_ATTACHMENTS.POSITION, MEDIA_ATTACHMENTS.ID)
        .forEach(row -> {
          String remote = row.get(MEDIA_ATTACHMENTS.REMOTE_URL);
          now.addObject()
              .put("id", remote == null ? row.get(MEDIA_ATTACHMENTS.ID).toString() : remote)
              .put("description", row.get(MEDIA_ATTACHMENTS.DESCRIPTION))
              .put("x", row.get(MEDIA_ATTACHMENTS.FOCUS_X))
              .put("y", row.get(MEDIA_ATTACHMENTS.FOCUS_Y));
        });
    return now;
  }

  private void replaceMedia(
      DSLContext sql, StatusesRecord status, AccountId author, Revision revision) {
    StatusId id = new StatusId(status.getId());
    List<MediaId> uploads = revision.media();
    List<NewStatus.RemoteMedia> remote = revision.remoteMedia();
    if (uploads != null) {
      List<Long> kept = uploads.stream().map(MediaId::value).toList();
      sql.update(MEDIA_ATTACHMENTS)
          .setNull(MEDIA_ATTACHMENTS.STATUS_ID)
          .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(id.value()))
          .and(MEDIA_ATTACHMENTS.ID.notIn(kept))
          .execute();
      media.attach(sql, id, author, status.getGroupId(), uploads);
    }
    if (remote != null) {
      sql.deleteFrom(MEDIA_ATTACHMENTS).where(MEDIA_ATTACHMENTS.STATUS_ID.eq(id.value())).execute();
      media.attachRemote(sql, id, author, remote);
    }
  }

  private static Set<Long> mention(
      DSLContext sql, StatusId id, List<NewStatus.Mentioned> mentioned) {
    Set<Long> added = new HashSet<>();
    for (NewStatus.Mentioned one : mentioned) {
      int inserted =
          sql.insertInto(MENTIONS, MENTIONS.STATUS_ID, MENTIONS.ACCOUNT_ID, MENTIONS.SILENT)
              .values(id.value(), one.account().value(), one.silent())
              .onConflictDoNothing()
              .execute();
      if (inserted > 0 && !one.silent()) {
        added.add(one.account().value());
      }
    }
    List<Long> named =
        new ArrayList<>(
            mentioned.stream()
                .filter(one -> !one.silent())
                .map(one -> one.account().value())
                .toList());
    // who is no longer named can still read it, but is not shown as named
    sql.update(MENTIONS)
        .set(MENTIONS.SILENT, true)
        .where(MENTIONS.STATUS_ID.eq(id.value()))
        .and(MENTIONS.ACCOUNT_ID.notIn(named))
        .execute();
    sql.update(MENTIONS)
        .set(MENTIONS.SILENT, false)
        .where(MENTIONS.STATUS_ID.eq(id.value()))
        .and(MENTIONS.ACCOUNT_ID.in(named))
        .execute();
    return added;
  }

  /** Who is newly named is told of a mention; who reblogged it, that it has changed. */
  private void tell(Tx tx, StatusesRecord status, Set<Long> added) {
    StatusId id = new StatusId(status.getId());
    AccountId author = new AccountId(status.getAccountId());
    for (long account : added) {
      notifier.tell(tx, new AccountId(account), NotificationType.MENTION, author, id);
    }
    tx.sql()
        .select(STATUSES.ACCOUNT_ID)
        .from(STATUSES)
        .where(STATUSES.REBLOG_OF_ID.eq(id.value()))
        .and(STATUSES.LOCAL)
        .and(STATUSES.DELETED_AT.isNull())
        .fetch(STATUSES.ACCOUNT_ID)
        .forEach(account ->
            notifier.tell(tx, new AccountId(account), NotificationType.UPDATE, author, id));
    keepQuotes.edited(tx, status);
  }
}
