package org.colloque.server.scheduled;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.SCHEDULED_STATUSES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.ScheduledStatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.media.SignedMedia;
import org.colloque.server.statuses.PostStatus;

/** Posts that wait, in the client API. */
public final class ScheduledApi {
  private static final String PATH = "/api/v1/scheduled_statuses";
  private static final Access READ = Access.user("read", "read:statuses");
  private static final Access WRITE = Access.user("write", "write:statuses");
  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;

  private final Kit kit;
  private final ScheduleStatus schedule;
  private final MediaEntities media;

  public ScheduledApi(Kit kit, ScheduleStatus schedule, MediaEntities media) {
    this.kit = kit;
    this.schedule = schedule;
    this.media = media;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, READ, this::list),
        Route.get(PATH + "/:id", READ, this::show),
        Route.put(PATH + "/:id", WRITE, this::move),
        Route.patch(PATH + "/:id", WRITE, this::move),
        Route.delete(PATH + "/:id", WRITE, this::drop));
  }

  /** The answer to a post that is to come out later; empty for one that comes out now. */
  public Optional<Reply> later(Request request, PostStatus.Context context) {
    return schedule
        .time(request.parameters())
        .map(time ->
            as(
                context.author(),
                tx -> one(tx, schedule.schedule(tx, context, request.parameters(), time))));
  }

  private Reply list(Request request) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return as(
        me,
        tx -> {
          List<ScheduledStatusesRecord> rows =
              paging.newestFirst(
                  tx.sql()
                      .selectFrom(SCHEDULED_STATUSES)
                      .where(SCHEDULED_STATUSES.ACCOUNT_ID.eq(me.value()))
                      .and(paging.condition(SCHEDULED_STATUSES.ID))
                      .orderBy(paging.order(SCHEDULED_STATUSES.ID))
                      .limit(paging.rows())
                      .fetch());
          Map<Long, ArrayNode> attached = attached(tx, rows);
          byte[] json =
              Json.write(
                  rows.stream()
                      .map(row ->
                          ScheduledEntity.of(
                              row,
                              attached.getOrDefault(row.getId(), Json.MAPPER.createArrayNode())))
                      .toList());
          return paging.linkUntilLast(
              Reply.jsonBytes(new SignedMedia(kit).sign(json, me)),
              kit.urls(),
              rows.stream().map(ScheduledStatusesRecord::getId).toList());
        });
  }

  private Reply show(Request request) {
    AccountId me = request.caller().required().account();
    return as(me, tx -> one(tx, own(tx, me, request)));
  }

  private Reply move(Request request) {
    AccountId me = request.caller().required().account();
    Optional<Instant> time = schedule.laterTime(request.parameters());
    return as(
        me,
        tx -> {
          ScheduledStatusesRecord row = own(tx, me, request);
          time.ifPresent(later -> schedule.move(tx, me, row.getId(), later));
          return one(tx, own(tx, me, request));
        });
  }

  private Reply drop(Request request) {
    AccountId me = request.caller().required().account();
    return as(
        me,
        tx -> {
          own(tx, me, request).delete();
          return Reply.json(Map.of());
        });
  }

  /**
   * @throws ProblemException 404 for everybody else's
   */
  private static ScheduledStatusesRecord own(Tx tx, AccountId me, Request request) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return tx.sql()
        .selectFrom(SCHEDULED_STATUSES)
        .where(SCHEDULED_STATUSES.ID.eq(id))
        .and(SCHEDULED_STATUSES.ACCOUNT_ID.eq(me.value()))
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }

  private Reply one(Tx tx, ScheduledStatusesRecord row) {
    ArrayNode attached =
        attached(tx, List.of(row)).getOrDefault(row.getId(), Json.MAPPER.createArrayNode());
    return Reply.jsonBytes(
        new SignedMedia(kit)
            .sign(
                Json.write(ScheduledEntity.of(row, attached)), new AccountId(row.getAccountId())));
  }

  private Map<Long, ArrayNode> attached(Tx tx, List<ScheduledStatusesRecord> rows) {
    Map<Long, ArrayNode> attached = new java.util.HashMap<>();
    tx.sql()
        .selectFrom(MEDIA_ATTACHMENTS)
        .where(
            MEDIA_ATTACHMENTS.SCHEDULED_ID.in(
                rows.stream().map(ScheduledStatusesRecord::getId).toList()))
        .orderBy(MEDIA_ATTACHMENTS.POSITION)
        .forEach(row ->
            attached
                .computeIfAbsent(row.getScheduledId(), _ -> Json.MAPPER.createArrayNode())
                .add(media.entity(row)));
    return attached;
  }

  private Reply as(AccountId me, java.util.function.Function<Tx, Reply> work) {
    return kit.db().as(Viewer.of(me), work);
  }
}
