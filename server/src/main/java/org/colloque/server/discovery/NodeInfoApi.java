package org.colloque.server.discovery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.federation.discovery.HostMeta;
import org.colloque.federation.discovery.NodeInfo;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.InstanceSettings;
import org.colloque.server.instance.RegistrationMode;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What this server is (NodeInfo), and where to ask for people (host-meta). */
final class NodeInfoApi {
  private static final Duration COUNTED_EVERY = Duration.ofMinutes(10);
  private static final int MONTH_DAYS = 30;
  private static final int HALF_YEAR_DAYS = 180;
  private static final String SOFTWARE = "colloque";

  private final Kit kit;
  private final Settings settings;
  private final Origin self;
  private final LoadingCache<String, Counts> counts =
      Caffeine.newBuilder().maximumSize(1).expireAfterWrite(COUNTED_EVERY).build(_ -> count());

  NodeInfoApi(Kit kit, Settings settings, Origin self) {
    this.kit = kit;
    this.settings = settings;
    this.self = self;
  }

  private record Counts(long users, long month, long halfYear, long posts) {}

  List<Route> routes() {
    return List.of(
        Route.get("/.well-known/nodeinfo", Access.anyone(), this::index),
        Route.get(
            "/nodeinfo/2.0", Access.anyone(), request -> info(request, NodeInfo.Version.V2_0)),
        Route.get(
            "/nodeinfo/2.1", Access.anyone(), request -> info(request, NodeInfo.Version.V2_1)),
        Route.get(
            "/.well-known/host-meta",
            Access.anyone(),
            request -> fixed(request, HostMeta.XML_TYPE, HostMeta.xml(self))),
        Route.get(
            "/.well-known/host-meta.json",
            Access.anyone(),
            request -> fixed(request, HostMeta.JSON_TYPE, HostMeta.json(self))));
  }

  private Reply index(Request request) {
    return fixed(request, "application/json; charset=utf-8", NodeInfo.index(self));
  }

  private Reply info(Request request, NodeInfo.Version version) {
    InstanceSettings current = settings.current();
    Counts now = counts.get("");
    NodeInfo info =
        new NodeInfo(
            SOFTWARE,
            version(),
            current.sourceUrl().isEmpty() ? null : current.sourceUrl(),
            current.registrations() == RegistrationMode.OPEN,
            now.users(),
            now.month(),
            now.halfYear(),
            now.posts(),
            current.title(),
            current.shortDescription());
    return fixed(request, version.contentType(), info.bytes(version));
  }

  private static Reply fixed(Request request, String type, byte[] body) {
    return Answers.unlessKnown(request, Answers.shared(type, body));
  }

  private static String version() {
    String known = NodeInfoApi.class.getPackage().getImplementationVersion();
    return known == null ? "0.1.0" : known;
  }

  private Counts count() {
    Instant now = kit.now();
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                new Counts(
                    users(tx.sql(), DSL.noCondition()),
                    users(tx.sql(), activeSince(now, MONTH_DAYS)),
                    users(tx.sql(), activeSince(now, HALF_YEAR_DAYS)),
                    posts(tx.sql())));
  }

  private static Condition activeSince(Instant now, int days) {
    Instant since = now.minus(Duration.ofDays(days));
    return USERS
        .LAST_SIGN_IN_AT
        .gt(since.atOffset(ZoneOffset.UTC))
        .or(ACCOUNTS.LAST_STATUS_ON.gt(LocalDate.ofInstant(since, ZoneOffset.UTC)));
  }

  private static long users(DSLContext sql, Condition condition) {
    return sql.selectCount()
        .from(USERS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .where(USERS.CONFIRMED_AT.isNotNull())
        .and(USERS.APPROVED_AT.isNotNull())
        .and(USERS.DISABLED_AT.isNull())
        .and(condition)
        .fetchSingle()
        .value1();
  }

  private static long posts(DSLContext sql) {
    return sql.select(DSL.coalesce(DSL.sum(ACCOUNTS.STATUSES_COUNT), BigDecimal.ZERO))
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.isNull())
        .fetchSingle()
        .value1()
        .longValue();
  }
}
