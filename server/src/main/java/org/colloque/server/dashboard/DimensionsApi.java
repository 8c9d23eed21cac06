package org.colloque.server.dashboard;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.server.database.Db;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Version;
import org.colloque.server.tags.TagQueries;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableLike;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What there is most of (Mastodon 4.6, Admin::Dimension). */
public final class DimensionsApi {
  private static final int LIMIT = 10;
  private static final int MAX_LIMIT = 100;

  private static final Condition OPEN =
      STATUSES.GROUP_ID.isNull().and(STATUSES.DELETED_AT.isNull());
  private static final Field<String> LANGUAGE = DSL.coalesce(STATUSES.LANGUAGE, DSL.inline("und"));

  private final Kit kit;

  public DimensionsApi(Kit kit) {
    this.kit = kit;
  }

  /** One line of an answer. */
  private record Line(String key, String human, long value, @Nullable String unit, String text) {
    static Line of(String key, String human, long value) {
      return new Line(key, human, value, null, "");
    }
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/admin/dimensions", Access.moderator("admin:read"), this::dimensions));
  }

  private Reply dimensions(Request request) {
    Parameters parameters = request.parameters();
    Span span = Span.of(parameters, kit.now());
    int limit = parameters.limit(LIMIT, MAX_LIMIT);
    Locale words = request.caller().locale();
    return Db.inWork(() ->
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  List<ObjectNode> answers = new ArrayList<>();
                  for (String key : MeasuresApi.keys(parameters)) {
                    List<Line> lines = lines(tx.sql(), key, parameters, span, limit, words);
                    if (lines != null) {
                      answers.add(entity(key, lines));
                    }
                  }
                  return Reply.json(answers);
                }));
  }

  /** Null for what nobody counts: it is left out, as in Mastodon. */
  private @Nullable List<Line> lines(
      DSLContext sql, String key, Parameters parameters, Span span, int limit, Locale words) {
    return switch (key) {
      case "languages" -> named(most(sql, USERS, USERS.LOCALE, DSL.noCondition(), limit), words);
      case "sources" -> sources(sql, span, limit);
      case "servers" -> servers(sql, byAuthor(), OPEN.and(span.within(STATUSES.ID)), limit);
      case "space_usage" -> space(sql);
      case "software_versions" -> software(sql);
      case "tag_servers" ->
          servers(sql, byTag(), tagged(MeasuresApi.tag(parameters, key), span), limit);
      case "tag_languages" ->
          named(
              most(sql, byTag(), LANGUAGE, tagged(MeasuresApi.tag(parameters, key), span), limit),
              words);
      case "instance_accounts" -> people(sql, MeasuresApi.domain(parameters, key), limit);
      case "instance_languages" ->
          named(
              most(
                  sql,
                  byAuthor(),
                  LANGUAGE,
                  OPEN.and(span.within(STATUSES.ID))
                      .and(ACCOUNTS.DOMAIN.eq(MeasuresApi.domain(parameters, key))),
                  limit),
              words);
      case String _ -> null;
    };
  }

  private static TableLike<?> byAuthor() {
    return STATUSES.join(ACCOUNTS).on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID));
  }

  private static TableLike<?> byTag() {
    return STATUS_TAGS
        .join(TAGS)
        .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
        .join(STATUSES)
        .on(STATUSES.ID.eq(STATUS_TAGS.STATUS_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID));
  }

  private static Condition tagged(long wireId, Span span) {
    return TagQueries.wireId(TAGS.NAME)
        .eq(wireId)
        .and(OPEN)
        .and(STATUSES.AUDIENCE.eq("public"))
        .and(span.within(STATUS_TAGS.STATUS_ID));
  }

  private static List<Line> most(
      DSLContext sql, TableLike<?> from, Field<String> by, Condition which, int limit) {
    var count = DSL.count();
    return sql.select(by, count)
        .from(from)
        .where(which)
        .groupBy(by)
        .orderBy(count.desc(), by)
        .limit(DSL.inline(limit))
        .fetch(row -> Line.of(row.value1(), row.value1(), row.value2()));
  }

  private List<Line> servers(DSLContext sql, TableLike<?> from, Condition which, int limit) {
    String here = kit.urls().host();
    return most(sql, from, DSL.coalesce(ACCOUNTS.DOMAIN, DSL.inline(here)), which, limit);
  }

  private static List<Line> named(List<Line> languages, Locale words) {
    return languages.stream()
        .map(line ->
            Line.of(
                line.key(),
                Locale.forLanguageTag(line.key()).getDisplayLanguage(words),
                line.value()))
        .toList();
  }

  private static List<Line> sources(DSLContext sql, Span span, int limit) {
    return most(
        sql,
        USERS.leftJoin(OAUTH_APPS).on(OAUTH_APPS.ID.eq(USERS.CREATED_BY_APP_ID)),
        DSL.coalesce(OAUTH_APPS.NAME, DSL.inline("web")),
        span.within(USERS.ID),
        limit);
  }

  private static List<Line> people(DSLContext sql, String domain, int limit) {
    return sql.select(ACCOUNTS.USERNAME, ACCOUNTS.FOLLOWERS_COUNT)
        .from(ACCOUNTS)
        .where(ACCOUNTS.DOMAIN.eq(domain))
        .and(ACCOUNTS.DELETED_AT.isNull())
        .orderBy(ACCOUNTS.FOLLOWERS_COUNT.desc(), ACCOUNTS.ID)
        .limit(DSL.inline(limit))
        .fetch(row -> Line.of(row.value1(), row.value1(), row.value2()));
  }

  private static List<Line> space(DSLContext sql) {
    long database =
        sql.select(
                DSL.function(
                    "pg_database_size", Long.class, DSL.function("current_database", String.class)))
            .fetchSingle()
            .value1();
    long media =
        sql.select(
                DSL.coalesce(DSL.sum(MEDIA_ATTACHMENTS.FILE_SIZE), DSL.inline(0)).cast(Long.class))
            .from(MEDIA_ATTACHMENTS)
            .where(MEDIA_ATTACHMENTS.GROUP_ID.isNull())
            .fetchSingle()
            .value1();
    return List.of(
        new Line("postgresql", "PostgreSQL", database, "bytes", MeasuresApi.human(database)),
        new Line("media", "Media", media, "bytes", MeasuresApi.human(media)));
  }

  private static List<Line> software(DSLContext sql) {
    String postgres =
        sql.select(DSL.function("current_setting", String.class, DSL.inline("server_version")))
            .fetchSingle()
            .value1();
    return List.of(
        new Line("colloque", "Colloque", 0, null, Version.current()),
        new Line("java", "Java", 0, null, Runtime.version().toString()),
        new Line("postgresql", "PostgreSQL", 0, null, postgres));
  }

  private static ObjectNode entity(String key, List<Line> lines) {
    ObjectNode entity = Json.object().put("key", key);
    ArrayNode data = entity.putArray("data");
    for (Line line : lines) {
      boolean isText = line.unit() == null && !line.text().isEmpty();
      ObjectNode one =
          data.addObject()
              .put("key", line.key())
              .put("human_key", line.human())
              .put("value", isText ? line.text() : Long.toString(line.value()));
      if (line.unit() != null) {
        one.put("unit", line.unit());
      }
      if (!line.text().isEmpty()) {
        one.put("human_value", line.text());
      }
    }
    return entity;
  }
}
