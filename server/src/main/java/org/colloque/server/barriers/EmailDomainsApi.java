package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.EMAIL_DOMAIN_ATTEMPTS;
import static org.colloque.migrations.Tables.EMAIL_DOMAIN_BLOCKS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.EmailDomainBlocksRecord;
import org.colloque.server.api.Paging;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jooq.impl.DSL;

/** From which domains of e-mail nobody joins (Mastodon 4.6, Admin::EmailDomainBlock). */
public final class EmailDomainsApi {
  /** Days of attempts that are told, and kept. */
  static final int DAYS = 7;

  private static final String ALL = "/api/v1/admin/email_domain_blocks";

  private final Kit kit;
  private final ChangeBarriers change;

  public EmailDomainsApi(Kit kit) {
    this.kit = kit;
    this.change = new ChangeBarriers(kit);
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:email_domain_blocks");
    Access write = Access.moderator("admin:write", "admin:write:email_domain_blocks");
    return List.of(
        Route.get(ALL, read, this::list),
        Route.get(ALL + "/:id", read, this::show),
        Route.post(ALL, write, this::add),
        Route.delete(ALL + "/:id", write, this::lift));
  }

  private Reply list(Request request) {
    Staff.required(request);
    Paging paging = Paging.of(request, Staff.PAGE, Staff.LARGEST_PAGE);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              List<EmailDomainBlocksRecord> page =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(EMAIL_DOMAIN_BLOCKS)
                          .where(paging.condition(EMAIL_DOMAIN_BLOCKS.ID))
                          .orderBy(paging.order(EMAIL_DOMAIN_BLOCKS.ID))
                          .limit(paging.rows())
                          .fetch());
              return paging.linkUntilLast(
                  Reply.json(entities(tx.sql(), page)),
                  kit.urls(),
                  page.stream().map(EmailDomainBlocksRecord::getId).toList());
            });
  }

  private Reply show(Request request) {
    Staff.required(request);
    long id = Staff.id(request);
    return Reply.json(kit.db().as(request.caller().viewer(), tx -> one(tx.sql(), id)));
  }

  private Reply add(Request request) {
    var by = Staff.required(request);
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    one(
                        tx.sql(),
                        change.addDomain(
                            tx,
                            by,
                            request.parameters().text("domain", ""),
                            request.parameters().flag("allow_with_approval", false)))));
  }

  private Reply lift(Request request) {
    var by = Staff.required(request);
    long id = Staff.id(request);
    kit.db().doAs(request.caller().viewer(), tx -> change.liftDomain(tx, by, id));
    return Reply.json(Map.of());
  }

  private ObjectNode one(DSLContext sql, long id) {
    Condition which = EMAIL_DOMAIN_BLOCKS.ID.eq(id);
    return entities(sql, sql.selectFrom(EMAIL_DOMAIN_BLOCKS).where(which).fetch()).stream()
        .findFirst()
        .orElseThrow(ProblemException::notFound);
  }

  private List<ObjectNode> entities(DSLContext sql, List<EmailDomainBlocksRecord> rows) {
    List<Long> ids = rows.stream().map(EmailDomainBlocksRecord::getId).toList();
    Map<Long, List<Record4<Long, LocalDate, Integer, BigDecimal>>> attempts =
        sql
            .select(
                EMAIL_DOMAIN_ATTEMPTS.BLOCK_ID,
                EMAIL_DOMAIN_ATTEMPTS.DAY,
                DSL.count(),
                DSL.sum(EMAIL_DOMAIN_ATTEMPTS.USES))
            .from(EMAIL_DOMAIN_ATTEMPTS)
            .where(EMAIL_DOMAIN_ATTEMPTS.BLOCK_ID.in(ids))
            .groupBy(EMAIL_DOMAIN_ATTEMPTS.BLOCK_ID, EMAIL_DOMAIN_ATTEMPTS.DAY)
            .fetch()
            .stream()
            .collect(java.util.stream.Collectors.groupingBy(Record4::value1));
    return rows.stream()
        .map(row -> entity(row, attempts.getOrDefault(row.getId(), List.of())))
        .toList();
  }

  private ObjectNode entity(
      EmailDomainBlocksRecord row, List<Record4<Long, LocalDate, Integer, BigDecimal>> attempts) {
    ObjectNode entity =
        Json.object()
            .put("id", Long.toString(row.getId()))
            .put("domain", row.getDomain())
            .put("created_at", Json.moment(row.getCreatedAt().toInstant()))
            .put("allow_with_approval", row.getAllowWithApproval());
    LocalDate today = LocalDate.ofInstant(kit.now(), ZoneOffset.UTC);
    ArrayNode history = entity.putArray("history");
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = today.minusDays(i);
      var counted = attempts.stream().filter(each -> each.value2().equals(day)).findFirst();
      history
          .addObject()
          .put("day", Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()))
          .put("accounts", counted.map(each -> each.value3().toString()).orElse("0"))
          .put("uses", counted.map(each -> each.value4().toBigInteger().toString()).orElse("0"));
    }
    return entity;
  }
}
