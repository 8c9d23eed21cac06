package org.colloque.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.PagePolicy;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.view.OfflineView;
import org.colloque.server.pages.view.PageView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/**
 * What lets a phone keep these pages as an app: the manifest, the service worker, and the page that
 * it shows without a connection. None of them looks at who asks.
 */
public final class InstallPages {
  /** The worker fetches what it keeps, and shows the picture of who wrote. */
  private static final String WORKER_POLICY =
      "default-src 'none'; connect-src 'self'; img-src 'self' https:; frame-ancestors 'none'";

  private static final String FOR_A_WHILE = "public, max-age=300";

  private final Pages pages;
  private final Frame frame;
  private final byte[] worker;

  public InstallPages(Pages pages, Frame frame) {
    this.pages = pages;
    this.frame = frame;
    this.worker = worker();
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/manifest.webmanifest", Access.anyone(), this::manifest));
    // as Mastodon names it
    routes.add(Route.get("/manifest", Access.anyone(), this::manifest));
    routes.add(Route.get("/sw.js", Access.anyone(), _ -> script()));
    for (Locale locale : Messages.LOCALES) {
      routes.add(Route.get(offline(locale), Access.anyone(), _ -> page(locale)));
    }
    return routes;
  }

  /** As a visitor sees it, whoever asks. */
  private PageView around(Locale locale) {
    return frame.around(Caller.anonymous(locale), Paths.LANDING, List.of());
  }

  private static String offline(Locale locale) {
    return "/offline/" + locale.getLanguage();
  }

  private Reply manifest(Request request) {
    String title = around(request.caller().locale()).instance().title();
    ObjectNode manifest = Json.object();
    manifest.put("name", title);
    manifest.put("short_name", title);
    manifest.put("id", "/");
    manifest.put("start_url", Paths.HOME);
    manifest.put("scope", "/");
    manifest.put("display", "standalone");
    manifest.put("background_color", "#f2f4ee");
    manifest.put("theme_color", "#12402f");
    var icons = manifest.putArray("icons");
    icon(icons.addObject(), "favicon.svg", "any", "image/svg+xml");
    icon(icons.addObject(), "icon-192.png", "192x192", "image/png");
    icon(icons.addObject(), "icon-512.png", "512x512", "image/png").put("purpose", "any maskable");
    return Reply.bytes(200, "application/manifest+json", Json.write(manifest))
        .with("cache-control", FOR_A_WHILE);
  }

  private static ObjectNode icon(ObjectNode icon, String file, String sizes, String type) {
    return icon.put("src", Assets.url(file)).put("sizes", sizes).put("type", type);
  }

  /** The worker names the files of this version, so that another version is another worker. */
  private static byte[] worker() {
    Assets.Asset source = java.util.Objects.requireNonNull(Assets.at(Assets.url("sw.js")));
    List<String> files = new ArrayList<>();
    for (String name : List.of("app.css", "app.js", "icons.svg", "favicon.svg")) {
      files.add(Assets.url(name));
    }
    Messages.LOCALES.forEach(locale -> files.add(offline(locale)));
    String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    return new String(source.bytes(), StandardCharsets.UTF_8)
        .replace("VERSION", Integer.toHexString(list.hashCode()))
        .replace("FILES_OF_THE_SHELL", list)
        .getBytes(StandardCharsets.UTF_8);
  }

  private Reply script() {
    return Reply.bytes(200, "text/javascript; charset=utf-8", worker)
        .with("content-security-policy", WORKER_POLICY)
        .with("cache-control", "no-cache");
  }

  private Reply page(Locale locale) {
    return Reply.html(200, pages.render(around(locale), new OfflineView()))
        .with("content-security-policy", PagePolicy.usual())
        .with("cache-control", FOR_A_WHILE);
  }
}
