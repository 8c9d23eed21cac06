package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.CANONICAL_EMAIL_BLOCKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.CanonicalEmailBlocksRecord;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.jooq.DSLContext;

/**
 * Who does not join again, by a hash of the address, so that nothing is kept of a person who is
 * gone (Mastodon 4.6, Admin::CanonicalEmailBlock).
 */
public final class EmailAddressesApi {
  private static final String ALL = "/api/v1/admin/canonical_email_blocks";

  private final Kit kit;
  private final ChangeBarriers change;

  public EmailAddressesApi(Kit kit) {
    this.kit = kit;
    this.change = new ChangeBarriers(kit);
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read", "admin:read:canonical_email_blocks");
    Access write = Access.moderator("admin:write", "admin:write:canonical_email_blocks");
    return List.of(
        Route.get(ALL, read, this::list),
        Route.get(ALL + "/:id", read, this::show),
        Route.post(ALL + "/test", read, this::test),
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
              List<CanonicalEmailBlocksRecord> page =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(CANONICAL_EMAIL_BLOCKS)
                          .where(paging.condition(CANONICAL_EMAIL_BLOCKS.ID))
                          .orderBy(paging.order(CANONICAL_EMAIL_BLOCKS.ID))
                          .limit(paging.rows())
                          .fetch());
              return paging.linkUntilLast(
                  Reply.json(page.stream().map(EmailAddressesApi::entity).toList()),
                  kit.urls(),
                  page.stream().map(CanonicalEmailBlocksRecord::getId).toList());
            });
  }

  private Reply show(Request request) {
    Staff.required(request);
    long id = Staff.id(request);
    return Reply.json(kit.db().as(request.caller().viewer(), tx -> one(tx.sql(), id)));
  }

  /** The barrier that stands before an address, if there is one. */
  private Reply test(Request request) {
    Staff.required(request);
    byte[] hash = CanonicalAddress.hash(address(request.parameters()));
    return Reply.json(
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    tx.sql()
                        .selectFrom(CANONICAL_EMAIL_BLOCKS)
                        .where(CANONICAL_EMAIL_BLOCKS.HASH.eq(hash))
                        .fetch(EmailAddressesApi::entity)));
  }

  private Reply add(Request request) {
    var by = Staff.required(request);
    Parameters parameters = request.parameters();
    byte[] hash =
        parameters.text("canonical_email_hash", "").isBlank()
            ? CanonicalAddress.hash(address(parameters))
            : CanonicalAddress.parse(parameters.text("canonical_email_hash", ""))
                .orElseThrow(() -> Faults.problem(Map.of("canonical_email_hash", Fault.INVALID)));
    return Reply.json(
        kit.db()
            .as(request.caller().viewer(), tx -> one(tx.sql(), change.addAddress(tx, by, hash))));
  }

  private Reply lift(Request request) {
    var by = Staff.required(request);
    long id = Staff.id(request);
    kit.db().doAs(request.caller().viewer(), tx -> change.liftAddress(tx, by, id));
    return Reply.json(Map.of());
  }

  private static EmailAddress address(Parameters parameters) {
    return EmailAddress.parse(parameters.required("email"))
        .orElseThrow(() -> Faults.problem(Map.of("email", Fault.INVALID)));
  }

  private static ObjectNode one(DSLContext sql, long id) {
    return sql.selectFrom(CANONICAL_EMAIL_BLOCKS)
        .where(CANONICAL_EMAIL_BLOCKS.ID.eq(id))
        .fetchOptional(EmailAddressesApi::entity)
        .orElseThrow(ProblemException::notFound);
  }

  private static ObjectNode entity(CanonicalEmailBlocksRecord row) {
    return Json.object()
        .put("id", Long.toString(row.getId()))
        .put("canonical_email_hash", HexFormat.of().formatHex(row.getHash()));
  }
}
