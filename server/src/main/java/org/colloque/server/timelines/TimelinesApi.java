package org.colloque.server.timelines;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_CARDS;
import static org.colloque.migrations.Tables.STATUS_PINS;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Cursor;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.Visible;
import org.colloque.server.text.HashtagName;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Timelines in the client API (Mastodon 4.6, methods/timelines and accounts/:id/statuses). */
public final class TimelinesApi {
  private static final Access STATUSES_READ = Access.api("read", "read:statuses");
  private static final Access MINE = Access.user("read", "read:statuses");
  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;

  /** Further hashtags that one request may name in {@code any[]}, {@code all[]}, {@code none[]}. */
  static final int MAX_TAGS = 4;

  static final Statuses T = STATUSES.as("t");

  private final Kit kit;
  private final StatusEntities entities;
  private final TrendingCard trendingCard;

  public TimelinesApi(Kit kit, StatusEntities entities, TrendingCard trendingCard) {
    this.kit = kit;
    this.trendingCard = trendingCard;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/timelines/home", MINE, this::home),
        Route.get("/api/v1/timelines/public", STATUSES_READ, this::everybody),
        Route.get("/api/v1/timelines/tag/:tag", STATUSES_READ, this::tag),
        Route.get("/api/v1/timelines/link", STATUSES_READ, this::link),
        Route.get("/api/v1/accounts/:id/statuses", STATUSES_READ, this::account),
        Route.get(
            "/api/v1/favourites",
            Access.user("read", "read:favourites"),
            request -> marked(request, Marked.FAVOURITES)),
        Route.get(
            "/api/v1/bookmarks",
            Access.user("read", "read:bookmarks"),
            request -> marked(request, Marked.BOOKMARKS)));
  }

  private Reply home(Request request) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return reply(paging, entities.home(me, cursor(paging)));
  }

  static Cursor cursor(Paging paging) {
    return new Cursor(
        paging.maxId().orElse(Long.MAX_VALUE),
        paging.minId().or(paging::sinceId).orElse(0L),
        paging.minId().isPresent(),
        paging.limit());
  }

  private Reply everybody(Request request) {
    Parameters parameters = request.parameters();
    boolean local = parameters.flag("local", false);
    if (!parameters.flag("remote", false) && !parameters.flag("only_media", false)) {
      Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
      return reply(paging, entities.listed(request.caller().viewer(), local, cursor(paging)));
    }
    Condition condition = T.LISTED.isTrue();
    if (local) {
      condition = condition.and(T.LOCAL.isTrue());
    }
    if (parameters.flag("remote", false)) {
      condition = condition.and(T.LOCAL.isFalse());
    }
    return listed(request, condition);
  }

  private Reply tag(Request request) {
    Parameters parameters = request.parameters();
    List<String> any = names(parameters.list("any"));
    any.add(HashtagName.normalize(request.pathParameter("tag")));
    Condition condition = T.AUDIENCE.eq("public").and(tagged(any));
    for (String name : names(parameters.list("all"))) {
      condition = condition.and(tagged(List.of(name)));
    }
    List<String> none = names(parameters.list("none"));
    if (!none.isEmpty()) {
      condition = condition.and(DSL.not(tagged(none)));
    }
    if (parameters.flag("local", false)) {
      condition = condition.and(T.LOCAL.isTrue());
    }
    if (parameters.flag("remote", false)) {
      condition = condition.and(T.LOCAL.isFalse());
    }
    return listed(request, condition);
  }

  /** Public posts that link to a page which trends; 404 for any other page, as in Mastodon. */
  private Reply link(Request request) {
    long card =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> trendingCard.of(tx, request.parameters().required("url")))
            .orElseThrow(ProblemException::notFound);
    return listed(
        request,
        T.AUDIENCE
            .eq("public")
            .and(
                DSL.exists(
                    DSL.selectOne()
                        .from(STATUS_CARDS)
                        .where(STATUS_CARDS.CARD_ID.eq(card))
                        .and(STATUS_CARDS.STATUS_ID.eq(T.ID)))));
  }

  /** Statuses that are the same for all, less what the viewer does not want to see. */
  private Reply listed(Request request, Condition condition) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    Condition all =
        condition.and(Visible.toAll(T)).and(Visible.wanted(viewer, T.ACCOUNT_ID)).and(unsilenced());
    if (request.parameters().flag("only_media", false)) {
      all = all.and(withMedia());
    }
    return page(request, paging, statuses(paging, all));
  }

  private Reply account(Request request) {
    Viewer viewer = request.caller().viewer();
    Parameters parameters = request.parameters();
    AccountId account =
        AccountId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    Condition condition =
        T.ACCOUNT_ID.eq(account.value()).and(Visible.to(viewer, T)).and(T.GROUP_ID.isNull());
    if (parameters.flag("only_media", false)) {
      condition = condition.and(withMedia());
    }
    if (parameters.flag("exclude_replies", false)) {
      condition =
          condition.and(T.IN_REPLY_TO_ID.isNull().or(T.IN_REPLY_TO_ACCOUNT_ID.eq(T.ACCOUNT_ID)));
    }
    if (parameters.flag("exclude_reblogs", false)) {
      condition = condition.and(T.REBLOG_OF_ID.isNull());
    }
    if (parameters.flag("exclude_direct", false)) {
      condition = condition.and(T.AUDIENCE.ne("direct"));
    }
    if (parameters.text("tagged").filter(tag -> !tag.isBlank()).isPresent()) {
      condition = condition.and(tagged(names(parameters.list("tagged"))));
    }
    requireAccount(account);
    return parameters.flag("pinned", false)
        ? pinned(request, account, condition)
        : page(
            request,
            Paging.of(request, LIMIT, MAX_LIMIT),
            statuses(Paging.of(request, LIMIT, MAX_LIMIT), condition));
  }

  private void requireAccount(AccountId account) {
    boolean there =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .fetchExists(
                            ACCOUNTS,
                            ACCOUNTS.ID.eq(account.value()).and(ACCOUNTS.DELETED_AT.isNull())));
    if (!there) {
      throw ProblemException.notFound();
    }
  }

  /** Pins, the newest pin first; paging is ignored as Mastodon does. */
  private Reply pinned(Request request, AccountId account, Condition condition) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              List<Long> ids =
                  tx.sql()
                      .select(T.ID)
                      .from(STATUS_PINS)
                      .join(T)
                      .on(T.ID.eq(STATUS_PINS.STATUS_ID))
                      .where(STATUS_PINS.ACCOUNT_ID.eq(account.value()))
                      .and(condition)
                      .orderBy(STATUS_PINS.ID.desc())
                      .fetch(T.ID);
              return Reply.jsonBytes(RawJson.array(entities.list(tx.sql(), viewer, ids)));
            });
  }

  private Reply marked(Request request, Marked marked) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              List<Record2<Long, Long>> rows =
                  paging.newestFirst(tx.sql().fetch(marked.page(me, paging)));
              List<Long> ids = rows.stream().map(Record2::value2).toList();
              Reply reply =
                  Reply.jsonBytes(RawJson.array(entities.list(tx.sql(), Viewer.of(me), ids)));
              return paging.linkUntilLast(
                  reply, kit.urls(), rows.stream().map(Record2::value1).toList());
            });
  }

  static Select<Record1<Long>> statuses(Paging paging, Condition condition) {
    return DSL.select(T.ID)
        .from(T)
        .where(condition)
        .and(paging.condition(T.ID))
        .orderBy(paging.order(T.ID))
        .limit(paging.rows());
  }

  private Reply page(Request request, Paging paging, Select<?> ids) {
    Viewer viewer = request.caller().viewer();
    return reply(paging, kit.db().as(viewer, (Tx tx) -> entities.page(tx.sql(), viewer, ids)));
  }

  private Reply reply(Paging paging, Map<Long, RawJson> page) {
    return paging.link(
        Reply.jsonBytes(RawJson.array(List.copyOf(page.values()))),
        kit.urls(),
        List.copyOf(page.keySet()));
  }

  private static Condition withMedia() {
    return DSL.exists(
        DSL.selectOne().from(MEDIA_ATTACHMENTS).where(MEDIA_ATTACHMENTS.STATUS_ID.eq(T.ID)));
  }

  static Condition unsilenced() {
    return DSL.notExists(
        DSL.selectOne()
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(T.ACCOUNT_ID))
            .and(ACCOUNTS.SILENCED_AT.isNotNull()));
  }

  static Condition tagged(List<String> names) {
    return T.ID.in(
        DSL.select(STATUS_TAGS.STATUS_ID)
            .from(STATUS_TAGS)
            .join(TAGS)
            .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
            .where(TAGS.NAME.in(names)));
  }

  private static List<String> names(List<String> tags) {
    List<String> names = new ArrayList<>();
    tags.stream().limit(MAX_TAGS).map(HashtagName::normalize).forEach(names::add);
    return names;
  }
}
