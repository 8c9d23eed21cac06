package org.colloque.server.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Db;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;

/** Figures by day, and who stays (Mastodon 4.6, Admin::Measure and Admin::Cohort). */
public final class MeasuresApi {
  /** Keys of one question. */
  static final int MOST_KEYS = 20;

  private final Kit kit;

  public MeasuresApi(Kit kit) {
    this.kit = kit;
  }

  public List<Route> routes() {
    Access read = Access.moderator("admin:read");
    return List.of(
        Route.post("/api/v1/admin/measures", read, this::measures),
        Route.post("/api/v1/admin/retention", read, this::retention));
  }

  private Reply measures(Request request) {
    Parameters parameters = request.parameters();
    Span span = Span.of(parameters, kit.now());
    Map<String, Measure> asked = new LinkedHashMap<>();
    for (String key : keys(parameters)) {
      Measure measure = measure(key, parameters);
      if (measure != null) {
        asked.put(key, measure);
      }
    }
    // what a moderator of a large instance asks for takes the time that it needs
    return Db.inWork(() ->
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  List<ObjectNode> answers = new ArrayList<>();
                  asked.forEach(
                      (key, measure) -> answers.add(entity(tx.sql(), key, measure, span)));
                  return Reply.json(answers);
                }));
  }

  static List<String> keys(Parameters parameters) {
    List<String> keys = parameters.list("keys").stream().distinct().toList();
    if (keys.size() > MOST_KEYS) {
      throw Faults.problem(Map.of("keys", Fault.TOO_LONG));
    }
    return keys;
  }

  /** Null for what nobody measures: it is left out, as in Mastodon. */
  private static @org.jspecify.annotations.Nullable Measure measure(
      String key, Parameters parameters) {
    return switch (key) {
      case "active_users" -> Counts.ACTIVE_USERS;
      case "new_users" -> Counts.NEW_USERS;
      case "interactions" -> Counts.INTERACTIONS;
      case "opened_reports" -> Counts.OPENED_REPORTS;
      case "resolved_reports" -> Counts.RESOLVED_REPORTS;
      case "tag_accounts" -> Counts.tagAccounts(tag(parameters, key));
      case "tag_uses" -> Counts.tagUses(tag(parameters, key));
      case "tag_servers" -> Counts.tagServers(tag(parameters, key));
      case "instance_accounts" -> Counts.accounts(domain(parameters, key));
      case "instance_media_attachments" -> Counts.media(domain(parameters, key));
      case "instance_reports" -> Counts.reports(domain(parameters, key));
      case "instance_statuses" -> Counts.statuses(domain(parameters, key));
      case "instance_follows" -> Counts.follows(domain(parameters, key));
      case "instance_followers" -> Counts.followers(domain(parameters, key));
      case String _ -> null;
    };
  }

  static long tag(Parameters parameters, String key) {
    String id = parameters.object(key).orElseGet(Parameters::empty).text("id", "");
    if (id.isBlank()) {
      throw ProblemException.missingParameter(key);
    }
    return Decimal.parse(id).orElseThrow(() -> Faults.problem(Map.of(key, Fault.INVALID)));
  }

  static String domain(Parameters parameters, String key) {
    String domain = parameters.object(key).orElseGet(Parameters::empty).text("domain", "");
    if (domain.isBlank()) {
      throw ProblemException.missingParameter(key);
    }
    return Hosts.canonicalWithPort(domain.strip())
        .orElseThrow(() -> Faults.problem(Map.of(key, Fault.INVALID)));
  }

  private static ObjectNode entity(DSLContext sql, String key, Measure measure, Span span) {
    Map<LocalDate, Long> days = measure.byDay(sql, span);
    long total = measure.total(sql, span);
    ObjectNode entity =
        Json.object()
            .put("key", key)
            .put("unit", measure.bytes() ? "bytes" : null)
            .put("total", Long.toString(total))
            .put("previous_total", Long.toString(measure.total(sql, span.before())));
    if (measure.bytes()) {
      entity.put("human_value", human(total));
    }
    ArrayNode data = entity.putArray("data");
    for (LocalDate day : span.days()) {
      data.addObject()
          .put("date", Json.moment(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
          .put("value", Long.toString(days.getOrDefault(day, 0L)));
    }
    return entity;
  }

  /** Bytes for people. */
  static String human(long bytes) {
    double size = bytes;
    String unit = "Bytes";
    for (String larger : List.of("KB", "MB", "GB", "TB")) {
      if (size < 1024) {
        break;
      }
      size /= 1024;
      unit = larger;
    }
    return unit.equals("Bytes")
        ? bytes + " " + unit
        : String.format(Locale.ROOT, "%.1f %s", size, unit);
  }

  private Reply retention(Request request) {
    Parameters parameters = request.parameters();
    Span span = Span.of(parameters, kit.now());
    Retention.Frequency frequency =
        switch (parameters.text("frequency", "day")) {
          case "day" -> Retention.Frequency.DAY;
          case "month" -> Retention.Frequency.MONTH;
          case String _ -> throw Faults.problem(Map.of("frequency", Fault.INCLUSION));
        };
    return Db.inWork(() ->
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> Reply.json(Retention.cohorts(tx.sql(), span, frequency))));
  }
}
