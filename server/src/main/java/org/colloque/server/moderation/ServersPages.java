package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.KNOWN_SERVERS;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.ServersView;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The servers that we know: how many people, how they are followed, which rule holds. */
public final class ServersPages {
  private static final int PAGE = 40;

  /** More that waits is shown as so many. */
  private static final int COUNTED = 1_000;

  /** Behind every name that begins in the same way. */
  private static final String LAST = "\uffff";

  private final Kit kit;
  private final PageReplies replies;
  private final FederationPolicy policy;

  public ServersPages(Kit kit, PageReplies replies, FederationPolicy policy) {
    this.kit = kit;
    this.replies = replies;
    this.policy = policy;
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.ADMIN_SERVERS, Access.moderators(), this::list));
  }

  private Reply list(Request request) {
    String query = request.parameters().text("q", "").strip().toLowerCase(Locale.ROOT);
    String after = request.parameters().text("after", "");
    List<ServersView.Server> servers =
        kit.db().as(request.caller().viewer(), tx -> servers(tx.sql(), query, after));
    String older =
        servers.size() < PAGE
            ? null
            : Paths.ADMIN_SERVERS
                + "?q="
                + encoded(query)
                + "&after="
                + encoded(servers.getLast().domain());
    return replies.ok(request, new ServersView(servers, query, new PagerView(null, older)));
  }

  private List<ServersView.Server> servers(DSLContext sql, String query, String after) {
    Condition which = ACCOUNTS.DOMAIN.isNotNull().and(ACCOUNTS.DOMAIN.gt(after));
    if (!query.isEmpty()) {
      which = which.and(ACCOUNTS.DOMAIN.ge(query)).and(ACCOUNTS.DOMAIN.lt(query + LAST));
    }
    var page =
        sql.select(ACCOUNTS.DOMAIN, DSL.count())
            .from(ACCOUNTS)
            .where(which)
            .groupBy(ACCOUNTS.DOMAIN)
            .orderBy(ACCOUNTS.DOMAIN)
            .limit(PAGE)
            .fetch();
    List<String> domains = page.getValues(ACCOUNTS.DOMAIN);
    var following = follows(sql, FOLLOWS.TARGET_ACCOUNT_ID, domains);
    var followers = follows(sql, FOLLOWS.ACCOUNT_ID, domains);
    var software =
        sql.selectFrom(KNOWN_SERVERS)
            .where(KNOWN_SERVERS.DOMAIN.in(domains))
            .fetchMap(
                KNOWN_SERVERS.DOMAIN, row -> (row.getSoftware() + " " + row.getVersion()).strip());
    return page.stream()
        .map(row -> {
          String domain = row.value1();
          return new ServersView.Server(
              domain,
              software.getOrDefault(domain, ""),
              row.value2(),
              following.getOrDefault(domain, 0),
              followers.getOrDefault(domain, 0),
              severity(policy.current().of(domain)),
              waiting(sql, domain));
        })
        .toList();
  }

  private static java.util.Map<String, Integer> follows(
      DSLContext sql, Field<Long> there, List<String> domains) {
    return sql.select(ACCOUNTS.DOMAIN, DSL.count())
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(there))
        .where(ACCOUNTS.DOMAIN.in(domains))
        .groupBy(ACCOUNTS.DOMAIN)
        .fetchMap(row -> row.value1(), row -> row.value2());
  }

  private static int waiting(DSLContext sql, String domain) {
    return sql.fetchCount(
        DSL.selectOne().from(DELIVERIES).where(DELIVERIES.HOST.eq(domain)).limit(COUNTED));
  }

  private static String severity(Verdict verdict) {
    if (verdict.suspended()) {
      return Severity.SUSPEND.wire();
    }
    if (verdict.silenced()) {
      return Severity.SILENCE.wire();
    }
    return verdict.equals(Verdict.PLAIN) ? "" : Severity.NOOP.wire();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
