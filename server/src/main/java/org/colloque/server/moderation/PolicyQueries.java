package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.DOMAIN_ALLOWS;
import static org.colloque.migrations.Tables.DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.DOMAIN_SUBSCRIPTIONS;
import static org.colloque.migrations.Tables.DOMAIN_SUBSCRIPTION_ENTRIES;
import static org.colloque.migrations.Tables.INSTANCE_SETTINGS;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;

/** Reads all rules at once. */
final class PolicyQueries {
  private PolicyQueries() {}

  /** What is decided here counts before what lists say, and those by their priority. */
  static Policy load(DSLContext sql) {
    Map<String, Verdict> rules = new HashMap<>();
    Set<String> allowed =
        new HashSet<>(
            sql.select(DOMAIN_ALLOWS.DOMAIN).from(DOMAIN_ALLOWS).fetchSet(DOMAIN_ALLOWS.DOMAIN));
    sql.selectFrom(DOMAIN_BLOCKS)
        .forEach(row ->
            rules.put(
                row.getDomain(),
                verdict(
                    row.getDomain(),
                    row.getSeverity(),
                    row.getRejectMedia(),
                    row.getRejectReports())));
    var entry = DOMAIN_SUBSCRIPTION_ENTRIES;
    sql.select(
            entry.DOMAIN,
            entry.SEVERITY,
            entry.REJECT_MEDIA,
            entry.REJECT_REPORTS,
            DOMAIN_SUBSCRIPTIONS.KIND)
        .from(entry)
        .join(DOMAIN_SUBSCRIPTIONS)
        .on(DOMAIN_SUBSCRIPTIONS.ID.eq(entry.SUBSCRIPTION_ID))
        .where(entry.STATE.eq("accepted"))
        .orderBy(DOMAIN_SUBSCRIPTIONS.PRIORITY, DOMAIN_SUBSCRIPTIONS.ID)
        .forEach(row -> {
          if (row.value5().equals("allow")) {
            allowed.add(row.value1());
          } else {
            rules.putIfAbsent(
                row.value1(), verdict(row.value1(), row.value2(), row.value3(), row.value4()));
          }
        });
    return new Policy(mode(sql), rules, allowed);
  }

  private static Verdict verdict(String domain, String severity, boolean media, boolean reports) {
    return new DomainRule(
            domain, Severity.parse(severity).orElseThrow(), media, reports, "", "", false)
        .verdict();
  }

  private static FederationMode mode(DSLContext sql) {
    return sql.select(INSTANCE_SETTINGS.VALUE)
        .from(INSTANCE_SETTINGS)
        .where(INSTANCE_SETTINGS.KEY.eq(FederationMode.SETTING))
        .fetchOptional(
            row -> Json.read(row.value1().data().getBytes(StandardCharsets.UTF_8)).asText())
        .flatMap(FederationMode::parse)
        .orElse(FederationMode.OPEN);
  }
}
