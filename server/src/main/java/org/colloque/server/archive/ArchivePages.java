package org.colloque.server.archive;

import static org.colloque.migrations.Tables.ARCHIVES;
import static org.colloque.migrations.Tables.IMPORTS;
import static org.colloque.migrations.Tables.IMPORT_LINES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ExportView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;

/** What a member takes with them and brings along, as a page of the settings. */
final class ArchivePages {
  /** Bytes of a table that is brought along. */
  static final long MAX_BYTES = 5L * 1024 * 1024;

  /** Tables of one member. */
  static final Throttle.Limit IMPORT = new Throttle.Limit("import", 20, Duration.ofHours(1));

  /** Exports of one member: each is a file for as long as it is sent. */
  static final Throttle.Limit EXPORT = new Throttle.Limit("export", 60, Duration.ofMinutes(10));

  /** Lines that failed, shown of the latest imports. */
  private static final int SHOWN = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final ExportCsv csv;
  private final KeepImport imports;
  private final Throttle throttle;
  private final Path folder;

  ArchivePages(Kit kit, PageReplies replies, Path folder) {
    this.kit = kit;
    this.replies = replies;
    this.csv = new ExportCsv(kit);
    this.imports = new KeepImport(kit);
    this.throttle = new Throttle(kit);
    this.folder = folder;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get(Paths.SETTINGS_EXPORT, Access.signedIn(), this::show));
    for (CsvKind kind : CsvKind.values()) {
      routes.add(
          Route.get(Paths.export(kind.file()), Access.signedIn(), request -> csv(request, kind)));
    }
    routes.add(Route.post(Paths.SETTINGS_ARCHIVE, Access.signedIn(), this::ask));
    routes.add(Route.get(Paths.SETTINGS_ARCHIVE_FILE, Access.signedIn(), this::fetch));
    routes.add(
        Route.post(Paths.SETTINGS_IMPORT, Access.signedIn(), this::bring)
            .limited(Limits.uploads(MAX_BYTES + Limits.SMALL_BODY_BYTES)));
    return routes;
  }

  private static UserId me(Request request) {
    return request.caller().required().user();
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, Form.EMPTY), replies.saved(request));
  }

  private ExportView view(Request request, Form form) {
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> new ExportView(archive(tx, me(request)), imports(tx, me(request)), form));
  }

  private static ExportView.Archive archive(Tx tx, UserId user) {
    return tx.sql()
        .selectFrom(ARCHIVES)
        .where(ARCHIVES.USER_ID.eq(user.value()))
        .fetchOptional(row -> {
          OffsetDateTime ready = row.getReadyAt();
          return new ExportView.Archive(
              true, ready == null ? null : ready.toInstant().plus(MakeArchives.KEPT));
        })
        .orElse(new ExportView.Archive(false, null));
  }

  private static List<ExportView.Import> imports(Tx tx, UserId user) {
    Map<Long, List<String>> failed =
        tx.sql()
            .select(IMPORT_LINES.IMPORT_ID, IMPORT_LINES.LINE)
            .from(IMPORTS)
            .join(IMPORT_LINES)
            .on(IMPORT_LINES.IMPORT_ID.eq(IMPORTS.ID))
            .where(IMPORTS.USER_ID.eq(user.value()))
            .and(IMPORT_LINES.FAILED)
            .orderBy(IMPORT_LINES.IMPORT_ID.desc(), IMPORT_LINES.NUMBER)
            .limit(SHOWN)
            .fetchGroups(IMPORT_LINES.IMPORT_ID, IMPORT_LINES.LINE);
    return tx.sql()
        .selectFrom(IMPORTS)
        .where(IMPORTS.USER_ID.eq(user.value()))
        .orderBy(IMPORTS.ID.desc())
        .limit(KeepImport.KEPT)
        .fetch(row ->
            new ExportView.Import(
                row.getKind(),
                row.getCreatedAt().toInstant(),
                row.getTotal(),
                row.getDone(),
                row.getFailed(),
                failed.getOrDefault(row.getId(), List.of())));
  }

  private Reply csv(Request request, CsvKind kind) {
    throttle.spend(EXPORT, me(request).toString());
    Path file = csv.write(request.caller().required().account(), kind);
    try {
      return Reply.passingFile("text/csv; charset=utf-8", file, Files.size(file))
          .with("content-disposition", "attachment; filename=\"" + kind.file() + "\"");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Who has one, or has asked for it, is not given another before the time of that one is over. */
  private Reply ask(Request request) {
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> {
              tx.sql()
                  .insertInto(ARCHIVES)
                  .set(ARCHIVES.USER_ID, me(request).value())
                  .set(ARCHIVES.REQUESTED_AT, kit.now().atOffset(ZoneOffset.UTC))
                  .onConflictDoNothing()
                  .execute();
              kit.signals().send(tx, MakeArchives.TOPIC, "");
            });
    return Reply.redirect(Paths.SETTINGS_EXPORT);
  }

  private Reply fetch(Request request) {
    Instant over = kit.now().minus(MakeArchives.KEPT);
    Path file =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    tx.sql()
                        .select(ARCHIVES.FILE)
                        .from(ARCHIVES)
                        .where(ARCHIVES.USER_ID.eq(me(request).value()))
                        .and(ARCHIVES.READY_AT.gt(over.atOffset(ZoneOffset.UTC)))
                        .fetchOptional(ARCHIVES.FILE))
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .orElseThrow(ProblemException::notFound);
    try {
      return Reply.file("application/zip", file, Files.size(file))
          .with("content-disposition", "attachment; filename=\"archive.zip\"");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Reply bring(Request request) {
    String typed = request.parameters().text("kind", "");
    Optional<CsvKind> kind = CsvKind.parse(typed);
    Optional<List<List<String>>> lines =
        kind.flatMap(known ->
            request
                .upload("file")
                .filter(upload -> !upload.isEmpty() && upload.size() <= MAX_BYTES)
                .flatMap(ArchivePages::text)
                .flatMap(text -> CsvLines.of(known, text)));
    if (kind.isEmpty() || lines.isEmpty()) {
      Form form =
          Form.of(Map.of("kind", typed))
              .error("file", replies.messages(request).get("import.wrong", CsvLines.MOST));
      return replies.refused(request, view(request, form));
    }
    throttle.spend(IMPORT, me(request).toString());
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> imports.keep(tx, me(request), kind.get(), lines.get()));
    return Reply.redirect(Paths.SETTINGS_EXPORT + "#imports");
  }

  private static Optional<String> text(Upload upload) {
    try {
      return Optional.of(Files.readString(upload.path()));
    } catch (MalformedInputException noText) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
