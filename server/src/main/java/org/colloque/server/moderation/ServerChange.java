package org.colloque.server.moderation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change about other servers, as the pages ask for it: looked at first, then done. */
sealed interface ServerChange {
  /** The policy as it would be. */
  Policy on(Policy policy);

  /** The fields by which a form asks for the same change again. */
  Map<String, String> fields();

  /** Makes or changes a rule. */
  record Put(DomainRule rule) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      return policy.with(Map.of(rule.domain(), rule.verdict()));
    }

    @Override
    public Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("change", "rule");
      fields.put("domain", rule.domain());
      fields.put("severity", rule.severity().wire());
      fields.put("reject_media", box(rule.rejectMedia()));
      fields.put("reject_reports", box(rule.rejectReports()));
      fields.put("private_comment", rule.privateComment());
      fields.put("public_comment", rule.publicComment());
      fields.put("obfuscate", box(rule.obfuscate()));
      return fields;
    }

    private static String box(boolean ticked) {
      return ticked ? "on" : "";
    }
  }

  /** Lifts a rule. */
  record Lift(long id, String domain) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      Map<String, @Nullable Verdict> gone = new HashMap<>();
      gone.put(domain, null);
      return policy.with(gone);
    }

    @Override
    public Map<String, String> fields() {
      return Map.of("change", "lift", "id", Long.toString(id));
    }
  }

  /** Names a server for the allow list. */
  record Allow(String domain) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      Set<String> more = new HashSet<>(policy.allowed());
      more.add(domain);
      return policy.allowing(more);
    }

    @Override
    public Map<String, String> fields() {
      return Map.of("change", "allow", "domain", domain);
    }
  }

  /** Takes a server off the allow list. */
  record Disallow(long id, String domain) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      Set<String> less = new HashSet<>(policy.allowed());
      less.remove(domain);
      return policy.allowing(less);
    }

    @Override
    public Map<String, String> fields() {
      return Map.of("change", "disallow", "id", Long.toString(id));
    }
  }

  /** Changes with whom we speak at all. */
  record Mode(FederationMode mode) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      return policy.in(mode);
    }

    @Override
    public Map<String, String> fields() {
      return Map.of("change", "mode", "mode", mode.formName());
    }
  }

  /** Many rules at once. */
  record Import(List<DomainRule> rules, List<String> unreadable) implements ServerChange {
    @Override
    public Policy on(Policy policy) {
      Map<String, @Nullable Verdict> all = new HashMap<>();
      rules.forEach(rule -> all.put(rule.domain(), rule.verdict()));
      return policy.with(all);
    }

    @Override
    public Map<String, String> fields() {
      return Map.of("change", "import", "csv", RuleList.toCsv(rules));
    }
  }
}
