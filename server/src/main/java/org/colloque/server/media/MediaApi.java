package org.colloque.server.media;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.MediaAttachmentsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Method;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/**
 * Uploads in the client API (Mastodon 4.6, methods/media). An image is processed while the client
 * waits, so it is ready with the answer.
 */
public final class MediaApi {
  /** Longest description of an image, in characters (semantics.md, section 7). */
  public static final int MAX_DESCRIPTION_CHARACTERS = 1500;

  /** What the fields of the form may take beside the file. */
  private static final long FORM_BYTES = 64 * 1024;

  private static final Access WRITE = Access.user("write", "write:media");

  private final Kit kit;
  private final ImageProcessor processor;
  private final MediaStore store;
  private final MediaEntities entities;
  private final SignedMedia signed;

  public MediaApi(Kit kit, ImageProcessor processor, MediaStore store, MediaEntities entities) {
    this.kit = kit;
    this.processor = processor;
    this.store = store;
    this.entities = entities;
    this.signed = new SignedMedia(kit);
  }

  public List<Route> routes() {
    Limits limits = Limits.uploads(kit.config().media().maxUploadBytes() + FORM_BYTES);
    return List.of(
        new Route(Method.POST, "/api/v1/media", WRITE, limits, this::create),
        new Route(Method.POST, "/api/v2/media", WRITE, limits, this::create),
        Route.get("/api/v1/media/:id", WRITE, this::show),
        new Route(Method.PUT, "/api/v1/media/:id", WRITE, limits, this::update),
        Route.delete("/api/v1/media/:id", WRITE, this::delete));
  }

  private Reply create(Request request) {
    Upload upload =
        request.upload("file").orElseThrow(() -> ProblemException.missingParameter("file"));
    AccountId account = request.caller().required().account();
    MediaId id = add(account, upload, Details.of(request.parameters()));
    return kit.db().as(Viewer.of(account), tx -> entity(own(tx, account, id)));
  }

  /** What a member says of an upload. */
  public record Details(String description, Optional<FocalPoint> focus) {
    static Details of(Parameters parameters) {
      return new Details(
          description(parameters.text("description", "")),
          parameters.text("focus").flatMap(FocalPoint::parse));
    }

    /**
     * @throws ProblemException 422 when it is too long
     */
    public static String description(String text) {
      String stripped = text.strip();
      if (stripped.codePointCount(0, stripped.length()) > MAX_DESCRIPTION_CHARACTERS) {
        throw ProblemException.invalid(
            "Description is too long (maximum is " + MAX_DESCRIPTION_CHARACTERS + " characters)");
      }
      return stripped;
    }
  }

  /**
   * Processes and keeps an upload.
   *
   * @throws ProblemException 422 when it is no image that we take, 503 when too many are at work
   */
  public MediaId add(AccountId account, Upload upload, Details details) {
    return switch (processor.process(upload.path())) {
      case ProcessedImage.Refused refused -> throw refusal(refused.reason());
      case ProcessedImage.Ready ready -> insert(account, ready, details);
    };
  }

  /**
   * Keeps an upload for a post of a group: a picture, or a PDF as it is. It goes nowhere else.
   *
   * @param description empty for the name of the file, where it is no picture
   * @throws ProblemException as {@link #add}
   */
  public MediaId addToGroup(AccountId account, long group, Upload upload, String description) {
    Details details = new Details(Details.description(description), Optional.empty());
    try {
      if (!PdfFile.isPdf(upload.path())) {
        MediaId picture = add(account, upload, details);
        kit.db()
            .doAs(
                Viewer.of(account),
                tx ->
                    tx.sql()
                        .update(MEDIA_ATTACHMENTS)
                        .set(MEDIA_ATTACHMENTS.GROUP_ID, group)
                        .where(MEDIA_ATTACHMENTS.ID.eq(picture.value()))
                        .execute());
        return picture;
      }
      if (upload.size() > kit.config().media().maxUploadBytes()) {
        throw refusal(ProcessedImage.Reason.FILE_TOO_LARGE);
      }
      MediaKey key = store.put(PdfFile.read(upload.path()), PdfFile.EXTENSION);
      MediaAttachmentsRecord row =
          row(account, description.isEmpty() ? PdfFile.name(upload.fileName()) : description);
      row.setKind("unknown");
      row.setGroupId(group);
      row.setFileKey(key.toString());
      row.setContentType(PdfFile.CONTENT_TYPE);
      row.setFileSize(upload.size());
      return insert(account, row);
    } catch (IOException failure) {
      throw new UncheckedIOException("an upload cannot be stored", failure);
    }
  }

  /** The refusal of an upload in words. */
  public static ProblemException refusal(ProcessedImage.Reason reason) {
    return switch (reason) {
      case EMPTY -> ProblemException.invalid("File can't be blank");
      case FILE_TOO_LARGE -> ProblemException.invalid("File size must be less than 16 MB");
      case UNKNOWN_FORMAT ->
          ProblemException.invalid("File type is not supported: JPEG, PNG, GIF and WebP are");
      case TOO_MANY_PIXELS ->
          ProblemException.invalid("The image has too many pixels: 33 megapixels are the most");
      case TOO_MANY_FRAMES -> ProblemException.invalid("The animation has too many frames");
      case DAMAGED -> ProblemException.invalid("The image is damaged and cannot be read");
      case BUSY ->
          ProblemException.of(503, "Too many images are being processed, please try again")
              .withHeader("retry-after", "5");
    };
  }

  private MediaId insert(AccountId account, ProcessedImage.Ready ready, Details details) {
    try {
      MediaKey file = store.put(ready.original());
      Picture small = ready.small() == null ? ready.original() : ready.small();
      MediaKey thumbnail = store.put(small);
      MediaAttachmentsRecord row = row(account, details.description());
      row.setKind("image");
      row.setFileKey(file.toString());
      row.setThumbnailKey(thumbnail.toString());
      row.setContentType(ready.original().contentType());
      row.setFileSize((long) ready.original().bytes().length);
      row.setBlurhash(ready.blurhash());
      row.setWidth(ready.original().size().width());
      row.setHeight(ready.original().size().height());
      row.setThumbnailWidth(small.size().width());
      row.setThumbnailHeight(small.size().height());
      details.focus().ifPresent(focus -> focus(row, focus));
      return insert(account, row);
    } catch (IOException failure) {
      throw new UncheckedIOException("an upload cannot be stored", failure);
    }
  }

  private MediaAttachmentsRecord row(AccountId account, String description) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    MediaAttachmentsRecord row = new MediaAttachmentsRecord();
    row.setId(kit.ids().next());
    row.setAccountId(account.value());
    row.setDescription(description);
    row.setCreatedAt(now);
    row.setUpdatedAt(now);
    return row;
  }

  private MediaId insert(AccountId account, MediaAttachmentsRecord row) {
    kit.db()
        .doAs(Viewer.of(account), tx -> tx.sql().insertInto(MEDIA_ATTACHMENTS).set(row).execute());
    return new MediaId(row.getId());
  }

  private Reply show(Request request) {
    AccountId account = request.caller().required().account();
    return kit.db().as(Viewer.of(account), tx -> entity(loose(tx, account, id(request))));
  }

  private Reply update(Request request) {
    AccountId account = request.caller().required().account();
    Parameters parameters = request.parameters();
    Details details = Details.of(parameters);
    return kit.db()
        .as(
            Viewer.of(account),
            tx -> {
              MediaAttachmentsRecord row = own(tx, account, id(request));
              if (parameters.has("description")) {
                row.setDescription(details.description());
              }
              details.focus().ifPresent(focus -> focus(row, focus));
              row.setUpdatedAt(kit.now().atOffset(ZoneOffset.UTC));
              tx.sql().executeUpdate(row);
              stepStatus(tx, row.getStatusId());
              return entity(row);
            });
  }

  /** A description is part of what is shown of a status. */
  private static void stepStatus(Tx tx, @Nullable Long status) {
    if (status != null) {
      var statuses = org.colloque.migrations.Tables.STATUSES;
      tx.sql()
          .update(statuses)
          .set(statuses.VERSION, statuses.VERSION.plus(1))
          .where(statuses.ID.eq(status))
          .execute();
    }
  }

  private Reply delete(Request request) {
    AccountId account = request.caller().required().account();
    MediaAttachmentsRecord row =
        kit.db()
            .as(
                Viewer.of(account),
                tx -> {
                  MediaAttachmentsRecord loose = loose(tx, account, id(request));
                  tx.sql().executeDelete(loose);
                  return loose;
                });
    MediaRetention.deleteFiles(store, row);
    return Reply.json(Json.object());
  }

  private Reply entity(MediaAttachmentsRecord row) {
    byte[] entity = Json.write(entities.entity(row));
    boolean open = row.getGroupId() == null && row.getStatusId() != null;
    return Reply.jsonBytes(open ? entity : signed.sign(entity, new AccountId(row.getAccountId())));
  }

  private static void focus(MediaAttachmentsRecord row, FocalPoint focus) {
    row.setFocusX((float) focus.x());
    row.setFocusY((float) focus.y());
  }

  private static MediaAttachmentsRecord own(Tx tx, AccountId account, MediaId id) {
    return tx.sql()
        .selectFrom(MEDIA_ATTACHMENTS)
        .where(MEDIA_ATTACHMENTS.ID.eq(id.value()))
        .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(account.value()))
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }

  /** Only what belongs to no status yet is shown by its identifier. */
  private static MediaAttachmentsRecord loose(Tx tx, AccountId account, MediaId id) {
    MediaAttachmentsRecord row = own(tx, account, id);
    if (row.getStatusId() != null) {
      throw ProblemException.notFound();
    }
    return row;
  }

  private static MediaId id(Request request) {
    return MediaId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
