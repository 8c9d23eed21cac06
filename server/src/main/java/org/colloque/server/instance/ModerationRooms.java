package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.barriers.BarrierPages;
import org.colloque.server.barriers.EmailAddressesApi;
import org.colloque.server.barriers.EmailDomainsApi;
import org.colloque.server.barriers.NetworksApi;
import org.colloque.server.dashboard.DimensionsApi;
import org.colloque.server.dashboard.MeasuresApi;
import org.colloque.server.delivery.DeliveriesApi;
import org.colloque.server.delivery.DeliveriesPages;
import org.colloque.server.delivery.SteerDeliveries;
import org.colloque.server.http.Route;
import org.colloque.server.inbox.UnreadPages;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AccountsPages;
import org.colloque.server.moderation.AdminAccountsApi;
import org.colloque.server.moderation.AdminReportsApi;
import org.colloque.server.moderation.DomainRules;
import org.colloque.server.moderation.DomainRulesApi;
import org.colloque.server.moderation.FederationPages;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.moderation.FetchLists;
import org.colloque.server.moderation.HandleReport;
import org.colloque.server.moderation.ListsPages;
import org.colloque.server.moderation.ModerateAccount;
import org.colloque.server.moderation.ReportsPages;
import org.colloque.server.moderation.ServersPages;
import org.colloque.server.moderation.Subscriptions;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.statuses.StatusEntities;

/** What those who run the instance decide about other servers and about accounts, joined. */
public final class ModerationRooms {
  private final DomainRules rules;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();

  /** What decisions are told by, how accounts and posts look, and how lists are fetched. */
  record Shown(Outbox outbox, AccountEntities accounts, StatusEntities statuses, Fetcher fetcher) {}

  ModerationRooms(
      Kit kit, FederationPolicy policy, SignInRooms signIn, PageReplies replies, Shown shown) {
    rules = new DomainRules(kit, policy);
    ModerateAccount moderate = new ModerateAccount(kit, policy, shown.outbox(), signIn.revoke());
    routes.addAll(new DomainRulesApi(kit, rules).routes());
    routes.addAll(new AdminAccountsApi(kit, moderate, signIn.users(), shown.accounts()).routes());
    routes.addAll(new FederationPages(kit, replies, policy, rules, signIn.settings()).routes());
    routes.addAll(new ServersPages(kit, replies, policy).routes());
    SteerDeliveries steer = new SteerDeliveries(kit);
    routes.addAll(new DeliveriesApi(kit, steer).routes());
    routes.addAll(new DeliveriesPages(kit, replies, steer).routes());
    routes.addAll(new UnreadPages(kit, replies).routes());
    Subscriptions lists = new Subscriptions(kit, rules);
    routes.addAll(new ListsPages(kit, replies, lists).routes());
    workers.add(new FetchLists(kit, shown.fetcher(), lists, rules));
    routes.addAll(new AccountsPages(kit, replies, moderate).routes());
    routes.addAll(new EmailDomainsApi(kit).routes());
    routes.addAll(new EmailAddressesApi(kit).routes());
    routes.addAll(new NetworksApi(kit).routes());
    routes.addAll(new BarrierPages(kit, replies).routes());
    routes.addAll(new MeasuresApi(kit).routes());
    routes.addAll(new DimensionsApi(kit).routes());
    HandleReport handle = new HandleReport(kit);
    routes.addAll(new ReportsPages(kit, replies, handle).routes());
    routes.addAll(new AdminReportsApi(kit, handle, shown.accounts(), shown.statuses()).routes());
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
