package org.colloque.server.trends;

import static org.colloque.migrations.Tables.CARD_PROVIDERS;
import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.TREND_LINKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.colloque.migrations.tables.records.CardProvidersRecord;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Pages that trend and who publishes them (Mastodon 4.6, Trends::Link and its admin forms). */
public final class LinksApi {
  private static final String ADMIN = "/api/v1/admin/trends/links";
  private static final String PUBLISHERS = ADMIN + "/publishers";

  private final Kit kit;
  private final Supplier<TrendsMode> mode;
  private final AuditLog audit;

  public LinksApi(Kit kit, Supplier<TrendsMode> mode) {
    this.kit = kit;
    this.mode = mode;
    this.audit = new AuditLog(kit);
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read");
    Access write = Access.moderator("admin:write");
    return List.of(
        Route.get("/api/v1/trends/links", Access.api(), this::trending),
        Route.get(ADMIN, read, this::all),
        Route.get(PUBLISHERS, read, this::publishers),
        Route.post(PUBLISHERS + "/:id/approve", write, request -> decidePublisher(request, true)),
        Route.post(PUBLISHERS + "/:id/reject", write, request -> decidePublisher(request, false)),
        Route.post(ADMIN + "/:id/approve", write, request -> decide(request, true)),
        Route.post(ADMIN + "/:id/reject", write, request -> decide(request, false)));
  }

  /** A page that trends and may be shown, for the timeline of posts that link to it. */
  public static Optional<Long> card(DSLContext sql, TrendsMode mode, String url) {
    return sql.select(PREVIEW_CARDS.ID)
        .from(PREVIEW_CARDS)
        .join(TREND_LINKS)
        .on(TREND_LINKS.CARD_ID.eq(PREVIEW_CARDS.ID))
        .join(CARD_PROVIDERS)
        .on(CARD_PROVIDERS.DOMAIN.eq(PREVIEW_CARDS.DOMAIN))
        .where(PREVIEW_CARDS.URL.eq(url))
        .and(TrendQueries.allowed(mode, TrendQueries.LINK_TRENDABLE))
        .fetchOptional(PREVIEW_CARDS.ID);
  }

  private Reply trending(Request request) {
    TrendsApi.Slice slice = TrendsApi.Slice.of(request, 10, 20);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<PreviewCardsRecord> cards =
                  TrendQueries.links(
                      tx.sql(),
                      TrendQueries.allowed(mode.get(), TrendQueries.LINK_TRENDABLE),
                      request.caller().locale().getLanguage(),
                      slice.limit(),
                      slice.offset());
              return slice.link(
                  kit, request, Reply.json(LinkEntities.list(tx.sql(), kit, cards)), cards.size());
            });
  }

  private Reply all(Request request) {
    TrendsApi.Slice slice = TrendsApi.Slice.of(request, 10, 20);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<PreviewCardsRecord> cards =
                  TrendQueries.links(
                      tx.sql(), DSL.noCondition(), null, slice.limit(), slice.offset());
              return slice.link(kit, request, Reply.json(entities(tx.sql(), cards)), cards.size());
            });
  }

  /** With the number by which it is decided about. */
  private List<ObjectNode> entities(DSLContext sql, List<PreviewCardsRecord> cards) {
    List<ObjectNode> entities = new ArrayList<>(LinkEntities.list(sql, kit, cards));
    for (int i = 0; i < cards.size(); i++) {
      entities
          .get(i)
          .put("id", cards.get(i).getId())
          .put("requires_review", cards.get(i).getTrendable() == null);
    }
    return entities;
  }

  private Reply decide(Request request, boolean trendable) {
    long id = id(request);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  int found =
                      tx.sql()
                          .update(PREVIEW_CARDS)
                          .set(PREVIEW_CARDS.TRENDABLE, trendable)
                          .where(PREVIEW_CARDS.ID.eq(id))
                          .andExists(
                              DSL.selectOne().from(TREND_LINKS).where(TREND_LINKS.CARD_ID.eq(id)))
                          .execute();
                  if (found == 0) {
                    throw ProblemException.notFound();
                  }
                  PreviewCardsRecord card =
                      tx.sql()
                          .selectFrom(PREVIEW_CARDS)
                          .where(PREVIEW_CARDS.ID.eq(id))
                          .fetchSingle();
                  told(tx, request, "link.reviewed", card.getUrl(), trendable);
                  return entities(tx.sql(), List.of(card)).getFirst();
                }));
  }

  private Reply publishers(Request request) {
    Paging paging = Paging.of(request, 100, 200);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<CardProvidersRecord> page =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(CARD_PROVIDERS)
                          .where(paging.condition(CARD_PROVIDERS.ID))
                          .orderBy(paging.order(CARD_PROVIDERS.ID))
                          .limit(paging.rows())
                          .fetch());
              return paging.linkUntilLast(
                  Reply.json(page.stream().map(LinksApi::entity).toList()),
                  kit.urls(),
                  page.stream().map(CardProvidersRecord::getId).toList());
            });
  }

  private Reply decidePublisher(Request request, boolean trendable) {
    long id = id(request);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  CardProvidersRecord publisher =
                      tx.sql()
                          .update(CARD_PROVIDERS)
                          .set(CARD_PROVIDERS.TRENDABLE, trendable)
                          .set(CARD_PROVIDERS.REVIEWED_AT, kit.now().atOffset(ZoneOffset.UTC))
                          .where(CARD_PROVIDERS.ID.eq(id))
                          .returning()
                          .fetchOptional()
                          .orElseThrow(ProblemException::notFound);
                  told(tx, request, "publisher.reviewed", publisher.getDomain(), trendable);
                  return entity(publisher);
                }));
  }

  private void told(Tx tx, Request request, String kind, String what, boolean trendable) {
    audit.write(
        tx,
        request.caller().required().account(),
        kind,
        Map.of("what", what, "trendable", Boolean.toString(trendable)));
  }

  private static ObjectNode entity(CardProvidersRecord publisher) {
    return Json.object()
        .put("id", publisher.getId())
        .put("domain", publisher.getDomain())
        .put("trendable", publisher.getTrendable())
        .put(
            "reviewed_at",
            publisher.getReviewedAt() == null
                ? null
                : Json.moment(publisher.getReviewedAt().toInstant()))
        .putNull("requested_review_at")
        .put("requires_review", publisher.getReviewedAt() == null);
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
