package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.DOMAIN_ALLOWS;
import static org.colloque.migrations.Tables.DOMAIN_BLOCKS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.DomainAllowsRecord;
import org.colloque.migrations.tables.records.DomainBlocksRecord;
import org.colloque.server.moderation.DomainRules.Allowed;
import org.colloque.server.moderation.DomainRules.Kept;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads and writes the tables of rules. */
public final class DomainRuleQueries {
  private DomainRuleQueries() {}

  static void put(DSLContext sql, long id, DomainRule rule, Instant now) {
    DomainBlocksRecord row = sql.newRecord(DOMAIN_BLOCKS);
    row.setSeverity(rule.severity().wire());
    row.setRejectMedia(rule.rejectMedia());
    row.setRejectReports(rule.rejectReports());
    row.setPrivateComment(rule.privateComment());
    row.setPublicComment(rule.publicComment());
    row.setObfuscate(rule.obfuscate());
    DomainBlocksRecord update = sql.newRecord(DOMAIN_BLOCKS);
    update.from(row);
    row.setId(id);
    row.setDomain(rule.domain());
    row.setCreatedAt(at(now));
    sql.insertInto(DOMAIN_BLOCKS)
        .set(row)
        .onConflict(DOMAIN_BLOCKS.DOMAIN)
        .doUpdate()
        .set(update)
        .execute();
  }

  static void delete(DSLContext sql, long id) {
    sql.deleteFrom(DOMAIN_BLOCKS).where(DOMAIN_BLOCKS.ID.eq(id)).execute();
  }

  public static Optional<Kept> byId(DSLContext sql, long id) {
    return sql.fetchOptional(DOMAIN_BLOCKS, DOMAIN_BLOCKS.ID.eq(id)).map(DomainRuleQueries::kept);
  }

  public static Optional<Kept> byDomain(DSLContext sql, String domain) {
    return sql.fetchOptional(DOMAIN_BLOCKS, DOMAIN_BLOCKS.DOMAIN.eq(domain))
        .map(DomainRuleQueries::kept);
  }

  /** All rules by name: there are some thousands at most. */
  public static List<Kept> all(DSLContext sql) {
    return sql.selectFrom(DOMAIN_BLOCKS)
        .orderBy(DOMAIN_BLOCKS.DOMAIN)
        .fetch(DomainRuleQueries::kept);
  }

  /** A page of rules, newest first, for the client API. */
  public static List<Kept> page(DSLContext sql, Condition between, boolean upwards, int limit) {
    return sql.selectFrom(DOMAIN_BLOCKS)
        .where(between)
        .orderBy(upwards ? DOMAIN_BLOCKS.ID.asc() : DOMAIN_BLOCKS.ID.desc())
        .limit(limit)
        .fetch(DomainRuleQueries::kept);
  }

  /** Rules whose domain has {@code part} in it, by name. */
  public static List<Kept> search(DSLContext sql, String part, int limit) {
    return sql.selectFrom(DOMAIN_BLOCKS)
        .where(part.isEmpty() ? DSL.noCondition() : DOMAIN_BLOCKS.DOMAIN.contains(part))
        .orderBy(DOMAIN_BLOCKS.DOMAIN)
        .limit(limit)
        .fetch(DomainRuleQueries::kept);
  }

  static int count(DSLContext sql) {
    return sql.fetchCount(DOMAIN_BLOCKS);
  }

  static void allow(DSLContext sql, long id, String domain, Instant now) {
    sql.insertInto(DOMAIN_ALLOWS)
        .set(DOMAIN_ALLOWS.ID, id)
        .set(DOMAIN_ALLOWS.DOMAIN, domain)
        .set(DOMAIN_ALLOWS.CREATED_AT, at(now))
        .onConflictDoNothing()
        .execute();
  }

  static void disallow(DSLContext sql, long id) {
    sql.deleteFrom(DOMAIN_ALLOWS).where(DOMAIN_ALLOWS.ID.eq(id)).execute();
  }

  public static Optional<Allowed> allowed(DSLContext sql, long id) {
    return sql.fetchOptional(DOMAIN_ALLOWS, DOMAIN_ALLOWS.ID.eq(id))
        .map(DomainRuleQueries::allowed);
  }

  public static Optional<Allowed> allowed(DSLContext sql, String domain) {
    return sql.fetchOptional(DOMAIN_ALLOWS, DOMAIN_ALLOWS.DOMAIN.eq(domain))
        .map(DomainRuleQueries::allowed);
  }

  public static List<Allowed> allows(DSLContext sql) {
    return sql.selectFrom(DOMAIN_ALLOWS)
        .orderBy(DOMAIN_ALLOWS.DOMAIN)
        .fetch(DomainRuleQueries::allowed);
  }

  private static Kept kept(DomainBlocksRecord row) {
    return new Kept(
        row.getId(),
        new DomainRule(
            row.getDomain(),
            Severity.parse(row.getSeverity()).orElseThrow(),
            row.getRejectMedia(),
            row.getRejectReports(),
            row.getPrivateComment(),
            row.getPublicComment(),
            row.getObfuscate()),
        row.getCreatedAt().toInstant());
  }

  private static Allowed allowed(DomainAllowsRecord row) {
    return new Allowed(row.getId(), row.getDomain(), row.getCreatedAt().toInstant());
  }

  private static OffsetDateTime at(Instant now) {
    return now.atOffset(ZoneOffset.UTC);
  }
}
