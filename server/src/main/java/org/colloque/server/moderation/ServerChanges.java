package org.colloque.server.moderation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Request;
import org.colloque.server.http.Upload;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;

/** Reads what the pages ask for, and does it. */
final class ServerChanges {
  private final DomainRules rules;
  private final Settings settings;
  private final AuditLog audit;

  ServerChanges(DomainRules rules, Settings settings, AuditLog audit) {
    this.rules = rules;
    this.settings = settings;
    this.audit = audit;
  }

  /** What was asked for, or what is wrong with it by the name of the field. */
  sealed interface Asked {
    record Right(ServerChange change) implements Asked {}

    record Wrong(Map<String, Fault> faults) implements Asked {}
  }

  Asked read(Tx tx, Request request) {
    Parameters parameters = request.parameters();
    return switch (parameters.text("change", "")) {
      case "rule" -> rule(parameters);
      case "lift" ->
          right(
              DomainRuleQueries.byId(tx.sql(), id(parameters))
                  .map(kept -> new ServerChange.Lift(kept.id(), kept.rule().domain()))
                  .orElseThrow(ProblemException::notFound));
      case "allow" ->
          rules
              .domain(parameters.text("domain", ""))
              .map(domain -> right(new ServerChange.Allow(domain)))
              .orElseGet(() -> new Asked.Wrong(Map.of("domain", Fault.INVALID)));
      case "disallow" ->
          right(
              DomainRuleQueries.allowed(tx.sql(), id(parameters))
                  .map(kept -> new ServerChange.Disallow(kept.id(), kept.domain()))
                  .orElseThrow(ProblemException::notFound));
      case "mode" -> mode(request);
      case "import" -> list(request);
      case String _ -> throw ProblemException.notFound();
    };
  }

  private Asked mode(Request request) {
    if (!request.caller().required().isStaff()) {
      throw ProblemException.notFound();
    }
    return FederationMode.parse(request.parameters().text("mode", ""))
        .map(mode -> right(new ServerChange.Mode(mode)))
        .orElseGet(() -> new Asked.Wrong(Map.of("mode", Fault.INCLUSION)));
  }

  private Asked rule(Parameters parameters) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    Optional<String> domain = rules.domain(parameters.text("domain", ""));
    Optional<Severity> severity = Severity.parse(parameters.text("severity", ""));
    if (domain.isEmpty()) {
      faults.put("domain", Fault.INVALID);
    }
    if (severity.isEmpty()) {
      faults.put("severity", Fault.INCLUSION);
    }
    for (String comment : List.of("private_comment", "public_comment")) {
      if (parameters.text(comment, "").length() > DomainRule.MAX_COMMENT) {
        faults.put(comment, Fault.TOO_LONG);
      }
    }
    return faults.isEmpty()
        ? right(
            new ServerChange.Put(
                new DomainRule(
                    domain.orElseThrow(),
                    severity.orElseThrow(),
                    parameters.flag("reject_media", false),
                    parameters.flag("reject_reports", false),
                    parameters.text("private_comment", "").strip(),
                    parameters.text("public_comment", "").strip(),
                    parameters.flag("obfuscate", false))))
        : new Asked.Wrong(faults);
  }

  private Asked list(Request request) {
    RuleList list = RuleList.csv(text(request), rules::domain);
    return list.rules().isEmpty()
        ? new Asked.Wrong(Map.of("csv", Fault.INVALID))
        : right(new ServerChange.Import(list.rules(), list.unreadable()));
  }

  /** The file, where one was chosen, else what was pasted. */
  private static String text(Request request) {
    Optional<Upload> file = request.upload("file").filter(upload -> !upload.isEmpty());
    if (file.isEmpty()) {
      return request.parameters().text("csv", "");
    }
    if (file.get().size() > RuleList.LONGEST) {
      return "";
    }
    try {
      return new String(Files.readAllBytes(file.get().path()), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("an upload could not be read", failure);
    }
  }

  void apply(Tx tx, AccountId by, ServerChange change) {
    switch (change) {
      case ServerChange.Put put -> rules.put(tx, by, put.rule());
      case ServerChange.Lift lift -> rules.lift(tx, by, lift.id());
      case ServerChange.Allow allow -> rules.allow(tx, by, allow.domain());
      case ServerChange.Disallow disallow -> rules.disallow(tx, by, disallow.id());
      case ServerChange.Mode mode -> {
        settings.change(tx, Map.of(FederationMode.SETTING, mode.mode().formName()));
        audit.write(tx, by, "federation.mode", Map.of("mode", mode.mode().formName()));
      }
      case ServerChange.Import imported -> rules.putAll(tx, by, imported.rules());
    }
  }

  private static Asked right(ServerChange change) {
    return new Asked.Right(change);
  }

  private static long id(Parameters parameters) {
    return Decimal.parse(parameters.text("id", "")).orElseThrow(ProblemException::notFound);
  }
}
