package org.colloque.server.groups;

import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.GROUP_TOPICS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.colloque.migrations.tables.records.MediaAttachmentsRecord;
import org.colloque.migrations.tables.records.PollsRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.TemporaryFiles;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaKey;
import org.colloque.server.media.MediaStore;
import org.jooq.Result;

/**
 * What a member takes with them of a group: their membership, their own posts as JSON and as
 * Markdown, and their own files. Nothing that others wrote, and nothing of who they are.
 */
final class ExportGroup {
  /** Posts that are read at once. */
  private static final int PORTION = 500;

  private final Kit kit;
  private final MediaStore store;
  private final Path folder;

  /**
   * @param folder where the archive stands until it is sent; cleared at the start of the server
   */
  ExportGroup(Kit kit, MediaStore store, Path folder) {
    this.kit = kit;
    this.store = store;
    this.folder = folder;
  }

  /**
   * A ZIP archive in a file of its own, which the caller deletes.
   *
   * @throws ProblemException 404 when there is no such group or they are not in it, 403 for who
   *     broke the glass: nothing in it is theirs
   */
  Path write(AccountId account, GroupId id) {
    MemberOf member = kit.db().as(Viewer.of(account), tx -> MemberOf.of(tx, id, account));
    if (!member.role().writes()) {
      throw ProblemException.forbidden();
    }
    try {
      Path file = TemporaryFiles.create(folder, ".zip");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        entry(zip, "membership.json", Json.write(membership(member)));
        posts(zip, member);
      } catch (IOException | RuntimeException failure) {
        Files.deleteIfExists(file);
        throw failure;
      }
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException("an export cannot be written", failure);
    }
  }

  private ObjectNode membership(MemberOf member) {
    Group group = member.group();
    ObjectNode json = Json.object();
    json.put("group", group.name());
    json.put("role", member.role().wire());
    kit.db()
        .doAs(
            Viewer.of(member.account()),
            tx ->
                tx.sql()
                    .select(GROUP_MEMBERS.JOINED_AT)
                    .from(GROUP_MEMBERS)
                    .where(GROUP_MEMBERS.GROUP_ID.eq(group.id().value()))
                    .and(GROUP_MEMBERS.ACCOUNT_ID.eq(member.account().value()))
                    .forEach(row -> json.put("joined_at", Json.moment(row.value1().toInstant()))));
    json.put("exported_at", Json.moment(kit.now()));
    return json;
  }

  private void posts(ZipOutputStream zip, MemberOf member) throws IOException {
    ArrayNode all = Json.MAPPER.createArrayNode();
    StringBuilder markdown = new StringBuilder();
    long after = 0;
    List<Post> portion;
    do {
      long from = after;
      portion = kit.db().as(Viewer.of(member.account()), tx -> portion(tx, member, from));
      for (Post post : portion) {
        all.add(json(post));
        markdown(markdown, post);
        files(zip, post);
        after = post.row().getId();
      }
    } while (portion.size() == PORTION);
    entry(zip, "posts.json", Json.write(all));
    entry(zip, "posts.md", markdown.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param title of the topic that it begins
   */
  private record Post(
      StatusesRecord row,
      Optional<String> title,
      List<MediaAttachmentsRecord> media,
      Optional<PollsRecord> poll) {}

  private static List<Post> portion(Tx tx, MemberOf member, long after) {
    List<StatusesRecord> rows =
        tx.sql()
            .selectFrom(STATUSES)
            .where(STATUSES.GROUP_ID.eq(member.group().id().value()))
            .and(STATUSES.ACCOUNT_ID.eq(member.account().value()))
            .and(STATUSES.DELETED_AT.isNull())
            .and(STATUSES.ID.gt(after))
            .orderBy(STATUSES.ID)
            .limit(PORTION)
            .fetch();
    List<Long> ids = rows.stream().map(StatusesRecord::getId).toList();
    Map<Long, Result<MediaAttachmentsRecord>> media =
        tx.sql()
            .selectFrom(MEDIA_ATTACHMENTS)
            .where(MEDIA_ATTACHMENTS.STATUS_ID.in(ids))
            .orderBy(MEDIA_ATTACHMENTS.POSITION, MEDIA_ATTACHMENTS.ID)
            .fetchGroups(MEDIA_ATTACHMENTS.STATUS_ID);
    Map<Long, PollsRecord> polls =
        tx.sql().selectFrom(POLLS).where(POLLS.STATUS_ID.in(ids)).fetchMap(POLLS.STATUS_ID);
    Map<Long, String> titles =
        tx.sql()
            .select(GROUP_TOPICS.STATUS_ID, GROUP_TOPICS.TITLE)
            .from(GROUP_TOPICS)
            .where(GROUP_TOPICS.STATUS_ID.in(ids))
            .fetchMap(GROUP_TOPICS.STATUS_ID, GROUP_TOPICS.TITLE);
    return rows.stream()
        .map(row ->
            new Post(
                row,
                Optional.ofNullable(titles.get(row.getId())),
                media.containsKey(row.getId()) ? List.copyOf(media.get(row.getId())) : List.of(),
                Optional.ofNullable(polls.get(row.getId()))))
        .toList();
  }

  private static ObjectNode json(Post post) {
    StatusesRecord row = post.row();
    ObjectNode json = Json.object();
    json.put("id", Long.toString(row.getId()));
    json.put("created_at", Json.moment(row.getCreatedAt().toInstant()));
    json.put(
        "edited_at", row.getEditedAt() == null ? null : Json.moment(row.getEditedAt().toInstant()));
    json.put(
        "in_reply_to_id", row.getInReplyToId() == null ? null : row.getInReplyToId().toString());
    post.title().ifPresent(title -> json.put("title", title));
    json.put("spoiler_text", row.getSpoilerText());
    json.put("text", row.getText());
    ArrayNode media = json.putArray("media");
    for (MediaAttachmentsRecord each : post.media()) {
      media.addObject().put("file", name(each)).put("description", each.getDescription());
    }
    post.poll()
        .ifPresent(poll -> {
          ArrayNode options = json.putObject("poll").putArray("options");
          for (String option : poll.getOptions()) {
            options.add(option);
          }
        });
    return json;
  }

  private static void markdown(StringBuilder all, Post post) {
    StatusesRecord row = post.row();
    post.title().ifPresent(title -> all.append("# ").append(title).append("\n\n"));
    all.append("## ").append(row.getCreatedAt().toInstant()).append("\n\n");
    if (!row.getSpoilerText().isEmpty()) {
      all.append("> ").append(row.getSpoilerText()).append("\n\n");
    }
    all.append(row.getText()).append("\n\n");
    for (MediaAttachmentsRecord each : post.media()) {
      all.append("![")
          .append(each.getDescription())
          .append("](")
          .append(name(each))
          .append(")\n\n");
    }
  }

  private void files(ZipOutputStream zip, Post post) throws IOException {
    for (MediaAttachmentsRecord each : post.media()) {
      Optional<MediaKey> key = Optional.ofNullable(each.getFileKey()).flatMap(MediaKey::parse);
      Optional<MediaStore.Stored> stored = key.isEmpty() ? Optional.empty() : store.get(key.get());
      if (stored.isPresent()) {
        zip.putNextEntry(new ZipEntry(name(each)));
        Files.copy(stored.get().path(), zip);
        zip.closeEntry();
      }
    }
  }

  /** Not the name under which it is kept. */
  private static String name(MediaAttachmentsRecord media) {
    String key = Optional.ofNullable(media.getFileKey()).orElse("");
    return "media/" + media.getId() + key.substring(Math.max(0, key.lastIndexOf('.')));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
