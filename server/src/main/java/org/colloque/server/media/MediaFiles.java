package org.colloque.server.media;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.STATUSES;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/**
 * Serves files. A name is random and not to be guessed; what belongs to a private group is found
 * only by its members, because the row is looked up under the viewer.
 */
public final class MediaFiles {
  private static final String POLICY = "default-src 'none'; sandbox";
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String PRIVATE = "private, max-age=300";
  private static final String A_DAY = "public, max-age=86400";
  private static final int CACHED_AVATARS = 500;

  private final Kit kit;
  private final MediaStore store;
  private final SignedMedia signed;
  private final Cache<Long, Picture> avatars =
      Caffeine.newBuilder().maximumSize(CACHED_AVATARS).build();
  private final Picture header = DefaultImages.header("colloque");

  public MediaFiles(Kit kit, MediaStore store) {
    this.kit = kit;
    this.store = store;
    this.signed = new SignedMedia(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/media/:key", Access.pageWithGuests(), this::file),
        Route.get("/avatars/:file", Access.anyone(), this::avatar),
        Route.get("/headers/missing.png", Access.anyone(), _ -> picture(header)));
  }

  /** Whether everybody who has the name may have the file. */
  private enum Reach {
    EVERYBODY,
    /** Of a post for some, which their servers fetch too: no cache on the way keeps it. */
    READERS,
    MEMBERS,
    NOBODY
  }

  private Reply file(Request request) {
    MediaKey key =
        MediaKey.parse(request.pathParameter("key")).orElseThrow(ProblemException::notFound);
    Reach reach = reach(request.caller().viewer(), key.toString());
    if (reach == Reach.NOBODY) {
      reach =
          signed
              .viewer(key.toString(), request.parameters())
              .map(viewer -> reach(Viewer.of(viewer), key.toString()))
              .orElse(Reach.NOBODY);
    }
    if (reach == Reach.NOBODY) {
      throw ProblemException.notFound();
    }
    try {
      MediaStore.Stored stored = store.get(key).orElseThrow(ProblemException::notFound);
      Reply reply = reply(stored, reach == Reach.EVERYBODY ? FOREVER : PRIVATE);
      // a document is saved, never opened as a page of ours
      return stored.contentType().equals(PdfFile.CONTENT_TYPE)
          ? reply.with("content-disposition", "attachment; filename=\"document.pdf\"")
          : reply;
    } catch (IOException failure) {
      throw new UncheckedIOException("a media file cannot be read", failure);
    }
  }

  /** A file of the store. */
  static Reply reply(MediaStore.Stored stored, String cacheControl) {
    return Reply.file(stored.contentType(), stored.path(), stored.bytes())
        .with("content-security-policy", POLICY)
        .with("access-control-allow-origin", "*")
        .with("cross-origin-resource-policy", "cross-origin")
        .with("cache-control", cacheControl);
  }

  private Reach reach(Viewer viewer, String key) {
    return kit.db()
        .as(
            viewer,
            tx -> {
              var attachment =
                  tx.sql()
                      .select(MEDIA_ATTACHMENTS.GROUP_ID, STATUSES.AUDIENCE)
                      .from(MEDIA_ATTACHMENTS)
                      .leftJoin(STATUSES)
                      .on(STATUSES.ID.eq(MEDIA_ATTACHMENTS.STATUS_ID))
                      .where(MEDIA_ATTACHMENTS.FILE_KEY.eq(key))
                      .or(MEDIA_ATTACHMENTS.THUMBNAIL_KEY.eq(key))
                      .fetchAny();
              if (attachment != null) {
                return attachment.value1() == null ? reach(attachment.value2()) : Reach.MEMBERS;
              }
              boolean profile =
                  tx.sql()
                      .fetchExists(
                          ACCOUNTS, ACCOUNTS.AVATAR_KEY.eq(key).or(ACCOUNTS.HEADER_KEY.eq(key)));
              boolean emoji = tx.sql().fetchExists(CUSTOM_EMOJIS, CUSTOM_EMOJIS.IMAGE_KEY.eq(key));
              boolean card = tx.sql().fetchExists(PREVIEW_CARDS, PREVIEW_CARDS.IMAGE_KEY.eq(key));
              return profile || emoji || card ? Reach.EVERYBODY : Reach.NOBODY;
            });
  }

  private static Reach reach(@Nullable String audience) {
    return "public".equals(audience) || "unlisted".equals(audience)
        ? Reach.EVERYBODY
        : Reach.READERS;
  }

  /** A picture of one's own for people without one: the same for an account always. */
  private Reply avatar(Request request) {
    String file = request.pathParameter("file");
    AccountId id =
        AccountId.parse(file.endsWith(".png") ? file.substring(0, file.length() - 4) : "")
            .orElseThrow(ProblemException::notFound);
    Picture known = avatars.getIfPresent(id.value());
    if (known != null) {
      return picture(known);
    }
    boolean there =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> tx.sql().fetchExists(ACCOUNTS, ACCOUNTS.ID.eq(id.value())));
    if (!there) {
      throw ProblemException.notFound();
    }
    Picture made = DefaultImages.avatar(id.toString());
    avatars.put(id.value(), made);
    return picture(made);
  }

  private static Reply picture(Picture picture) {
    return Reply.bytes(200, picture.contentType(), picture.bytes())
        .with("content-security-policy", POLICY)
        .with("access-control-allow-origin", "*")
        .with("cross-origin-resource-policy", "cross-origin")
        .with("cache-control", A_DAY);
  }
}
