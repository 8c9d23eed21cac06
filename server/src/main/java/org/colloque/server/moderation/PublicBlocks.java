package org.colloque.server.moderation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;

/** The rules as strangers may see them (Mastodon 4.6, entity DomainBlock). */
public final class PublicBlocks {
  private PublicBlocks() {}

  public static List<ObjectNode> of(DSLContext sql) {
    return DomainRuleQueries.all(sql).stream()
        .map(DomainRules.Kept::rule)
        .filter(rule -> rule.severity() != Severity.NOOP)
        .map(PublicBlocks::entity)
        .toList();
  }

  private static ObjectNode entity(DomainRule rule) {
    return Json.object()
        .put("domain", rule.obfuscate() ? obfuscated(rule.domain()) : rule.domain())
        .put("digest", DomainRulesApi.digest(rule.domain()))
        .put("severity", rule.severity().wire())
        .put("comment", rule.publicComment());
  }

  /** The first and the last quarter stay readable, and the dots. */
  static String obfuscated(String domain) {
    int seen = domain.length() / 4;
    StringBuilder hidden = new StringBuilder(domain);
    for (int i = seen; i < domain.length() - seen; i++) {
      if (domain.charAt(i) != '.') {
        hidden.setCharAt(i, '*');
      }
    }
    return hidden.toString();
  }
}
