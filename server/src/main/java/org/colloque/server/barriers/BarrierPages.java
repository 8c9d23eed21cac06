package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.CANONICAL_EMAIL_BLOCKS;
import static org.colloque.migrations.Tables.EMAIL_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.IP_BLOCKS;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.BarriersView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.jooq.DSLContext;

/** The page on which owner and admins say who may not join, or not even come. */
public final class BarrierPages {
  private static final int SHOWN = 200;

  private final Kit kit;
  private final PageReplies replies;
  private final ChangeBarriers change;

  public BarrierPages(Kit kit, PageReplies replies) {
    this.kit = kit;
    this.replies = replies;
    this.change = new ChangeBarriers(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_BARRIERS, Access.staff(), this::show),
        Route.post(Paths.barrier("domain", ""), Access.staff(), this::addDomain),
        Route.post(Paths.barrier("address", ""), Access.staff(), this::addAddress),
        Route.post(Paths.barrier("network", ""), Access.staff(), this::addNetwork),
        Route.post(
            Paths.barrier("domain", ":id"),
            Access.staff(),
            request -> lift(request, change::liftDomain)),
        Route.post(
            Paths.barrier("address", ":id"),
            Access.staff(),
            request -> lift(request, change::liftAddress)),
        Route.post(
            Paths.barrier("network", ":id"),
            Access.staff(),
            request -> lift(request, change::liftNetwork)));
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, Form.EMPTY), replies.saved(request));
  }

  private BarriersView view(Request request, Form form) {
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                new BarriersView(domains(tx.sql()), addresses(tx.sql()), networks(tx.sql()), form));
  }

  private Reply addDomain(Request request) {
    Parameters typed = request.parameters();
    return add(
        request,
        "domain",
        tx ->
            change.addDomain(
                tx, me(request), typed.text("domain", ""), typed.flag("with_approval", false)));
  }

  private Reply addAddress(Request request) {
    return add(
        request,
        "email",
        tx ->
            change.addAddress(
                tx,
                me(request),
                EmailAddress.parse(request.parameters().text("email", ""))
                    .map(CanonicalAddress::hash)
                    .orElseThrow(() -> ProblemException.invalid("this is no address"))));
  }

  private Reply addNetwork(Request request) {
    Parameters typed = request.parameters();
    return add(
        request,
        "ip",
        tx ->
            change.addNetwork(
                tx,
                me(request),
                new ChangeBarriers.Wanted(
                    Network.parse(typed.text("ip", ""))
                        .orElseThrow(() -> ProblemException.invalid("this is no network")),
                    NetworkSeverity.parse(typed.text("severity", ""))
                        .orElseThrow(() -> ProblemException.invalid("no such severity")),
                    "",
                    null),
                request.address()));
  }

  /** What cannot be added comes back with a sentence at its field. */
  private Reply add(Request request, String field, Consumer<Tx> adding) {
    try {
      kit.db().doAs(request.caller().viewer(), adding);
    } catch (ProblemException refused) {
      if (refused.status() != 422) {
        throw refused;
      }
      Form form =
          Form.EMPTY
              .with(field, request.parameters().text(field, ""))
              .error(field, replies.messages(request).get("barriers.wrong." + field));
      return replies.refused(request, view(request, form));
    }
    return Reply.redirect(Paths.saved(Paths.ADMIN_BARRIERS));
  }

  /** Takes a barrier down. */
  @FunctionalInterface
  private interface Lifting {
    void lift(Tx tx, AccountId by, long id);
  }

  private Reply lift(Request request, Lifting lifting) {
    long id = Staff.id(request);
    kit.db().doAs(request.caller().viewer(), tx -> lifting.lift(tx, me(request), id));
    return Reply.redirect(Paths.saved(Paths.ADMIN_BARRIERS));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }

  private static List<BarriersView.Row> domains(DSLContext sql) {
    return sql.selectFrom(EMAIL_DOMAIN_BLOCKS)
        .orderBy(EMAIL_DOMAIN_BLOCKS.ID.desc())
        .limit(SHOWN)
        .fetch(row ->
            new BarriersView.Row(
                Long.toString(row.getId()),
                row.getDomain(),
                row.getAllowWithApproval() ? "barriers.ask" : ""));
  }

  private static List<BarriersView.Row> addresses(DSLContext sql) {
    return sql.selectFrom(CANONICAL_EMAIL_BLOCKS)
        .orderBy(CANONICAL_EMAIL_BLOCKS.ID.desc())
        .limit(SHOWN)
        .fetch(row ->
            new BarriersView.Row(
                Long.toString(row.getId()), HexFormat.of().formatHex(row.getHash()), ""));
  }

  private static List<BarriersView.Row> networks(DSLContext sql) {
    return sql.selectFrom(IP_BLOCKS)
        .orderBy(IP_BLOCKS.ID.desc())
        .limit(SHOWN)
        .fetch(row ->
            new BarriersView.Row(
                Long.toString(row.getId()), row.getIp(), "barriers." + row.getSeverity()));
  }
}
