package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_DRAFTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Request;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.media.MediaId;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GroupComposerView;
import org.colloque.server.pages.view.MediaView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.AttachMedia;
import org.colloque.server.statuses.Draft;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.text.StatusLength;
import org.colloque.server.text.StatusText;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** The form that writes on a board: filled with a draft, checked, its files taken. */
final class GroupComposer {
  static final int MAX_CHARACTERS = Draft.MAX_GROUP_CHARACTERS;

  private static final int SERVER_BUSY = 503;

  private final Kit kit;
  private final MediaApi media;
  private final MediaEntities entities;

  GroupComposer(Kit kit, MediaApi media, MediaEntities entities) {
    this.kit = kit;
    this.media = media;
    this.entities = entities;
  }

  /** What was sent: the fields with what is wrong, and the files that are stored by now. */
  record Sent(Form form, List<Long> files) {
    /** Answers {@code topic} where it does not say what else. */
    Sent answering(long topic) {
      return form.value("in_reply_to_id").isEmpty()
          ? new Sent(form.with("in_reply_to_id", Long.toString(topic)), files)
          : this;
    }

    List<MediaId> media() {
      return files.stream().map(MediaId::new).toList();
    }
  }

  /**
   * An empty form, or what the member began.
   *
   * @param topic 0 for a new one
   */
  Form begun(DSLContext sql, MemberOf member, long topic) {
    return sql.selectFrom(GROUP_DRAFTS)
        .where(GROUP_DRAFTS.ACCOUNT_ID.eq(member.account().value()))
        .and(GROUP_DRAFTS.GROUP_ID.eq(BoardQueries.group(member)))
        .and(GROUP_DRAFTS.TOPIC_ID.eq(topic))
        .fetchOptional(row -> {
          Form form = Form.EMPTY.with("title", row.getTitle()).with("status", row.getText());
          for (var field :
              Json.read(row.getPoll().data().getBytes(StandardCharsets.UTF_8)).properties()) {
            form = form.with(field.getKey(), field.getValue().asText());
          }
          return form;
        })
        .orElse(Form.EMPTY);
  }

  /** Keeps what a member began; nothing when it is empty. */
  void keep(Tx tx, MemberOf member, long topic, Form form) {
    String text = cut(form.value("status"), MAX_CHARACTERS);
    String title = cut(form.value("title"), Titles.MAX);
    var poll = GroupPollForm.kept(form);
    if (text.isBlank() && title.isBlank() && poll.isEmpty()) {
      tx.sql()
          .deleteFrom(GROUP_DRAFTS)
          .where(GROUP_DRAFTS.ACCOUNT_ID.eq(member.account().value()))
          .and(GROUP_DRAFTS.GROUP_ID.eq(BoardQueries.group(member)))
          .and(GROUP_DRAFTS.TOPIC_ID.eq(topic))
          .execute();
      return;
    }
    var now = kit.now().atOffset(ZoneOffset.UTC);
    JSONB kept = JSONB.valueOf(Json.MAPPER.valueToTree(poll).toString());
    tx.sql()
        .insertInto(GROUP_DRAFTS)
        .set(GROUP_DRAFTS.ACCOUNT_ID, member.account().value())
        .set(GROUP_DRAFTS.GROUP_ID, BoardQueries.group(member))
        .set(GROUP_DRAFTS.TOPIC_ID, topic)
        .set(GROUP_DRAFTS.TITLE, title)
        .set(GROUP_DRAFTS.TEXT, text)
        .set(GROUP_DRAFTS.POLL, kept)
        .set(GROUP_DRAFTS.UPDATED_AT, now)
        .onConflict(GROUP_DRAFTS.ACCOUNT_ID, GROUP_DRAFTS.GROUP_ID, GROUP_DRAFTS.TOPIC_ID)
        .doUpdate()
        .set(GROUP_DRAFTS.TITLE, title)
        .set(GROUP_DRAFTS.TEXT, text)
        .set(GROUP_DRAFTS.POLL, kept)
        .set(GROUP_DRAFTS.UPDATED_AT, now)
        .execute();
  }

  private static String cut(String text, int most) {
    String plain = text.replace("\0", "");
    return plain.length() <= most * 2 ? plain : plain.substring(0, most * 2);
  }

  /** The fields as they were typed, with what can be said against them; files are stored. */
  Sent read(Request request, MemberOf member, Messages messages, boolean titled) {
    Parameters parameters = request.parameters();
    Form form = Form.EMPTY;
    for (String field : List.of("title", "category", "status", "in_reply_to_id")) {
      form = form.with(field, parameters.text(field, ""));
    }
    form = GroupPollForm.read(form, parameters);
    List<Long> files = new ArrayList<>(parameters.ids("media_ids"));
    int sent = files.size() + uploads(request).size();
    String title = Titles.clean(form.value("title"));
    if (titled && title.isEmpty()) {
      form = form.error("title", messages.get("board.error.title"));
    }
    if (titled && Titles.isTooLong(title)) {
      form = form.error("title", messages.get("board.error.title.long", Titles.MAX));
    }
    String text = form.value("status");
    if (text.isBlank() && sent == 0) {
      form = form.error("status", messages.get("composer.error.blank"));
    }
    if (StatusLength.of(StatusText.parse(text), "") > MAX_CHARACTERS) {
      form = form.error("status", messages.get("composer.error.long", MAX_CHARACTERS));
    }
    if (sent > AttachMedia.MAX_ATTACHMENTS) {
      form = form.error("status", messages.get("board.error.files", AttachMedia.MAX_ATTACHMENTS));
    }
    form = GroupPollForm.check(form, sent, member.group().details().zone(), kit.now(), messages);
    return new Sent(take(request, member, form, files, messages), files);
  }

  /** Stores each file, also when the text is refused: nobody has to choose it twice. */
  private Form take(
      Request request, MemberOf member, Form form, List<Long> files, Messages messages) {
    Form checked = form;
    for (Upload upload : uploads(request)) {
      if (files.size() >= AttachMedia.MAX_ATTACHMENTS) {
        return checked;
      }
      String described =
          request.parameters().text(upload.field().replace("file", "alt"), "").strip();
      try {
        files.add(
            media
                .addToGroup(member.account(), BoardQueries.group(member), upload, described)
                .value());
      } catch (ProblemException refused) {
        if (refused.status() == SERVER_BUSY) {
          throw refused;
        }
        long megabytes = kit.config().media().maxUploadBytes() / (1024 * 1024);
        checked = checked.error(upload.field(), messages.get("board.error.file", megabytes));
      }
    }
    return checked;
  }

  /** The files that were chosen; browsers send an empty one for each field left alone. */
  private static List<Upload> uploads(Request request) {
    List<Upload> chosen = new ArrayList<>();
    for (int i = 1; i <= AttachMedia.MAX_ATTACHMENTS; i++) {
      request.upload("file" + i).filter(upload -> !upload.isEmpty()).ifPresent(chosen::add);
    }
    return chosen;
  }

  /**
   * The form as a page shows it.
   *
   * @param action where it is sent to
   * @param titled with a title and a category
   * @param answered who is answered; empty for the topic itself
   */
  GroupComposerView view(
      DSLContext sql,
      MemberOf member,
      Sent sent,
      String action,
      boolean titled,
      Optional<String> answered) {
    return new GroupComposerView(
        sent.form(),
        action,
        titled,
        answered.orElse(null),
        attached(sql, member.account(), sent.files()),
        MAX_CHARACTERS,
        AttachMedia.MAX_ATTACHMENTS,
        kit.secrets().newToken());
  }

  /** The files of a post. */
  List<Long> files(Tx tx, StatusesRecord post) {
    return tx.sql()
        .select(MEDIA_ATTACHMENTS.ID)
        .from(MEDIA_ATTACHMENTS)
        .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(post.getId()))
        .orderBy(MEDIA_ATTACHMENTS.POSITION, MEDIA_ATTACHMENTS.ID)
        .fetch(MEDIA_ATTACHMENTS.ID);
  }

  private List<MediaView> attached(DSLContext sql, AccountId author, Collection<Long> ids) {
    var found = Json.MAPPER.createArrayNode();
    sql.selectFrom(MEDIA_ATTACHMENTS)
        .where(MEDIA_ATTACHMENTS.ID.in(ids))
        .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
        .orderBy(MEDIA_ATTACHMENTS.POSITION, MEDIA_ATTACHMENTS.ID)
        .forEach(row -> found.add(entities.entity(row)));
    return StatusViews.media(found);
  }
}
