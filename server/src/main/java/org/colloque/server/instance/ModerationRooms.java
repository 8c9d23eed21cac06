package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.DomainRules;
import org.colloque.server.moderation.DomainRulesApi;
import org.colloque.server.moderation.FederationPages;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.pages.PageReplies;

/** What those who run the instance decide about other servers and about accounts, joined. */
public final class ModerationRooms {
  private final DomainRules rules;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();

  ModerationRooms(Kit kit, FederationPolicy policy, Settings settings, PageReplies replies) {
    rules = new DomainRules(kit, policy);
    routes.addAll(new DomainRulesApi(kit, rules).routes());
    routes.addAll(new FederationPages(kit, replies, policy, rules, settings).routes());
  }

  /** The rules about other servers. */
  public DomainRules rules() {
    return rules;
  }

  List<Route> routes() {
    return routes;
  }

  List<Worker> workers() {
    return workers;
  }
}
