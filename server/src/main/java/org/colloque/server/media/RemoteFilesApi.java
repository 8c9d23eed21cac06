package org.colloque.server.media;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.STATUSES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.ProxyAddress;
import org.colloque.server.statuses.Visible;

/** Pictures of other servers at addresses of ours, and at the one that Mastodon has for them. */
public final class RemoteFilesApi {
  private static final String A_WEEK = "public, max-age=604800";

  private final Kit kit;
  private final RemoteFiles files;
  private final ProxyAddress proxy;

  public RemoteFilesApi(Kit kit, RemoteFiles files) {
    this.kit = kit;
    this.files = files;
    this.proxy = new ProxyAddress(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ProxyAddress.ROOT + "/:code/:address", Access.anyone(), this::picture),
        Route.get("/media_proxy/:id/*version", Access.anyone(), this::attachment));
  }

  private Reply picture(Request request) {
    String url =
        proxy
            .behind(request.pathParameter("code"), request.pathParameter("address"))
            .orElseThrow(ProblemException::notFound);
    try {
      return files
          .get(url)
          .map(stored -> MediaFiles.reply(stored, A_WEEK))
          .orElseThrow(ProblemException::notFound);
    } catch (IOException failure) {
      throw new UncheckedIOException("a picture of another server cannot be kept", failure);
    }
  }

  /** The picture of a post that everybody may read. */
  private Reply attachment(Request request) {
    MediaId id = MediaId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    boolean small = request.pathParameter("version").equals("small");
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(MEDIA_ATTACHMENTS.REMOTE_URL, MEDIA_ATTACHMENTS.THUMBNAIL_REMOTE_URL)
                    .from(MEDIA_ATTACHMENTS)
                    .join(STATUSES)
                    .on(STATUSES.ID.eq(MEDIA_ATTACHMENTS.STATUS_ID))
                    .where(MEDIA_ATTACHMENTS.ID.eq(id.value()))
                    .and(MEDIA_ATTACHMENTS.REMOTE_URL.isNotNull())
                    .and(Visible.toAll(STATUSES))
                    .fetchOptional())
        .map(row -> small && row.value2() != null ? row.value2() : row.value1())
        .map(url -> Reply.redirect(proxy.of(url)))
        .orElseThrow(ProblemException::notFound);
  }
}
