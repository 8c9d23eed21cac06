package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.DOMAIN_BLOCKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Db;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.moderation.DomainRules.Allowed;
import org.colloque.server.moderation.DomainRules.Kept;

/** The rules about other servers, for apps of those who moderate (Mastodon's admin API). */
public final class DomainRulesApi {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 200;

  private final Kit kit;
  private final DomainRules rules;

  public DomainRulesApi(Kit kit, DomainRules rules) {
    this.kit = kit;
    this.rules = rules;
  }

  public List<Route> routes() {
    Access readBlocks = Access.moderator("admin:read", "admin:read:domain_blocks");
    Access writeBlocks = Access.moderator("admin:write", "admin:write:domain_blocks");
    Access readAllows = Access.moderator("admin:read", "admin:read:domain_allows");
    Access writeAllows = Access.moderator("admin:write", "admin:write:domain_allows");
    String block = "/api/v1/admin/domain_blocks/:id";
    return List.of(
        Route.get("/api/v1/admin/domain_blocks", readBlocks, this::blocks),
        Route.post("/api/v1/admin/domain_blocks", writeBlocks, this::block),
        Route.get(block, readBlocks, this::one),
        Route.put(block, writeBlocks, this::change),
        Route.patch(block, writeBlocks, this::change),
        Route.delete(block, writeBlocks, this::lift),
        Route.get("/api/v1/admin/domain_allows", readAllows, this::allows),
        Route.post("/api/v1/admin/domain_allows", writeAllows, this::allow),
        Route.get("/api/v1/admin/domain_allows/:id", readAllows, this::allowed),
        Route.delete("/api/v1/admin/domain_allows/:id", writeAllows, this::disallow));
  }

  private Reply blocks(Request request) {
    Paging paging = Paging.of(request, PAGE, LARGEST_PAGE);
    List<Kept> page =
        paging.newestFirst(
            read(
                request,
                tx ->
                    DomainRuleQueries.page(
                        tx.sql(),
                        paging.condition(DOMAIN_BLOCKS.ID),
                        paging.minId().isPresent(),
                        paging.limit())));
    return paging.linkUntilLast(
        Reply.json(page.stream().map(DomainRulesApi::entity).toList()),
        kit.urls(),
        page.stream().map(Kept::id).toList());
  }

  private Reply one(Request request) {
    return Reply.json(entity(kept(request)));
  }

  private Reply block(Request request) {
    Parameters parameters = request.parameters();
    String domain = domain(parameters);
    return work(
        request,
        tx -> {
          Optional<Kept> known = DomainRuleQueries.byDomain(tx.sql(), domain);
          if (known.isPresent()) {
            throw ProblemException.invalid("Domain has already been taken")
                .withDetail("existing_domain_block", entity(known.get()));
          }
          DomainRule rule = changed(DomainRule.of(domain, Severity.SILENCE), parameters);
          return Reply.json(entity(rules.put(tx, actor(request), rule)));
        });
  }

  private Reply change(Request request) {
    Kept kept = kept(request);
    DomainRule rule = changed(kept.rule(), request.parameters());
    return work(request, tx -> Reply.json(entity(rules.put(tx, actor(request), rule))));
  }

  private Reply lift(Request request) {
    return work(request, tx -> gone(rules.lift(tx, actor(request), id(request))));
  }

  private Reply allows(Request request) {
    return Reply.json(
        read(request, tx -> DomainRuleQueries.allows(tx.sql())).stream()
            .map(DomainRulesApi::entity)
            .toList());
  }

  private Reply allow(Request request) {
    String domain = domain(request.parameters());
    return work(request, tx -> Reply.json(entity(rules.allow(tx, actor(request), domain))));
  }

  private Reply allowed(Request request) {
    return Reply.json(
        entity(
            read(request, tx -> DomainRuleQueries.allowed(tx.sql(), id(request)))
                .orElseThrow(ProblemException::notFound)));
  }

  private Reply disallow(Request request) {
    return work(request, tx -> gone(rules.disallow(tx, actor(request), id(request))));
  }

  private Kept kept(Request request) {
    return read(request, tx -> DomainRuleQueries.byId(tx.sql(), id(request)))
        .orElseThrow(ProblemException::notFound);
  }

  private <T> T read(Request request, Function<Tx, T> reading) {
    return kit.db().as(request.caller().viewer(), reading);
  }

  /** A rule about a large server touches many accounts: it takes the time that it needs. */
  private Reply work(Request request, Function<Tx, Reply> writing) {
    return Db.inWork(() -> kit.db().as(request.caller().viewer(), writing));
  }

  private static Reply gone(boolean was) {
    if (!was) {
      throw ProblemException.notFound();
    }
    return Reply.json(Map.of());
  }

  private String domain(Parameters parameters) {
    return rules
        .domain(parameters.text("domain", ""))
        .orElseThrow(() -> Faults.problem(Map.of("domain", Fault.INVALID)));
  }

  /** What is not named stays as it is. */
  private static DomainRule changed(DomainRule before, Parameters parameters) {
    Severity severity =
        Severity.parse(parameters.text("severity", before.severity().wire()))
            .orElseThrow(() -> Faults.problem(Map.of("severity", Fault.INCLUSION)));
    return new DomainRule(
        before.domain(),
        severity,
        parameters.flag("reject_media", before.rejectMedia()),
        parameters.flag("reject_reports", before.rejectReports()),
        comment(parameters, "private_comment", before.privateComment()),
        comment(parameters, "public_comment", before.publicComment()),
        parameters.flag("obfuscate", before.obfuscate()));
  }

  private static String comment(Parameters parameters, String name, String before) {
    String text = parameters.text(name, before).strip();
    if (text.length() > DomainRule.MAX_COMMENT) {
      throw Faults.problem(Map.of(name, Fault.TOO_LONG));
    }
    return text;
  }

  private static ObjectNode entity(Kept kept) {
    DomainRule rule = kept.rule();
    return entity(kept.id(), rule.domain(), kept.createdAt())
        .put("digest", digest(rule.domain()))
        .put("severity", rule.severity().wire())
        .put("reject_media", rule.rejectMedia())
        .put("reject_reports", rule.rejectReports())
        .put("private_comment", orNull(rule.privateComment()))
        .put("public_comment", orNull(rule.publicComment()))
        .put("obfuscate", rule.obfuscate());
  }

  private static ObjectNode entity(Allowed allowed) {
    return entity(allowed.id(), allowed.domain(), allowed.createdAt());
  }

  private static ObjectNode entity(long id, String domain, Instant createdAt) {
    return Json.object()
        .put("id", Long.toString(id))
        .put("domain", domain)
        .put("created_at", Json.moment(createdAt));
  }

  /** As Mastodon gives it: SHA-256 of the name, in hexadecimal digits. */
  static String digest(String domain) {
    return HexFormat.of().formatHex(Secrets.hash(domain));
  }

  private static @org.jspecify.annotations.Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static AccountId actor(Request request) {
    return request.caller().required().account();
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
