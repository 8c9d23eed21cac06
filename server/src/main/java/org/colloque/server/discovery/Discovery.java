package org.colloque.server.discovery;

import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.Verifier;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.LocalActors;
import org.colloque.server.outbox.LocalPosts;

/** Everything that other servers read, together. */
public final class Discovery {
  private final List<Route> routes = new ArrayList<>();

  public Discovery(Kit kit, Settings settings, Origin self, Verifier verifier, KeySource keys) {
    LocalActors actors = new LocalActors(kit.urls());
    LocalPosts posts = new LocalPosts(kit);
    Admission admission = new Admission(settings, new SignedReader(kit, verifier, keys));
    routes.add(
        Route.get(
            "/users/:name", Access.anyone(), new ActorHandler(kit, actors, admission, false)));
    routes.add(
        Route.get("/actor", Access.anyone(), new ActorHandler(kit, actors, admission, true)));
    routes.add(
        Route.get("/.well-known/webfinger", Access.anyone(), new WebFingerHandler(kit, actors)));
    routes.addAll(new NodeInfoApi(kit, settings, self).routes());
    routes.addAll(new PostsApi(kit, posts, admission).routes());
    routes.addAll(new AtomFeeds(kit).routes());
    routes.addAll(new CollectionsApi(kit, actors, posts, admission).routes());
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }
}
