package org.colloque.server.pages;

import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;

/** Serves {@link Assets}: for ever in the browser, compressed where it helps. */
public final class StaticFiles {
  public List<Route> routes() {
    return List.of(
        Route.get(Assets.PREFIX + "*path", Access.anyone(), StaticFiles::file),
        Route.get("/favicon.ico", Access.anyone(), _ -> Reply.redirect(Assets.url("favicon.svg"))));
  }

  private static Reply file(Request request) {
    Assets.Asset asset = Assets.at(request.path());
    if (asset == null) {
      throw ProblemException.notFound();
    }
    if (request.header("if-none-match").filter(asset.etag()::equals).isPresent()) {
      return described(Reply.empty(304), asset);
    }
    byte[] gzip = asset.gzip();
    boolean compressed =
        gzip != null && request.header("accept-encoding").orElse("").contains("gzip");
    if (!compressed || gzip == null) {
      // said by name so that the server does not compress again what it was not asked to
      return described(Reply.bytes(200, asset.contentType(), asset.bytes()), asset)
          .with("content-encoding", "identity");
    }
    return described(Reply.bytes(200, asset.contentType(), gzip), asset)
        .with("content-encoding", "gzip");
  }

  private static Reply described(Reply reply, Assets.Asset asset) {
    return reply
        .with("etag", asset.etag())
        .with("cache-control", Assets.CACHE_CONTROL)
        .with("vary", "accept-encoding");
  }
}
