package org.colloque.server.moderation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Db;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.ServerChanges.Asked;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.FederationChangeView;
import org.colloque.server.pages.view.FederationView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** With whom the instance speaks: seen and changed by those who moderate, the mode by the owner. */
public final class FederationPages {
  /** Rules on the page; the search finds the others. */
  private static final int SHOWN = 200;

  private static final List<String> FIELDS =
      List.of(
          "domain",
          "severity",
          "reject_media",
          "reject_reports",
          "private_comment",
          "public_comment",
          "obfuscate");

  private final Kit kit;
  private final PageReplies replies;
  private final FederationPolicy policy;
  private final DomainRules rules;
  private final ServerChanges changes;

  public FederationPages(
      Kit kit, PageReplies replies, FederationPolicy policy, DomainRules rules, Settings settings) {
    this.kit = kit;
    this.replies = replies;
    this.policy = policy;
    this.rules = rules;
    this.changes = new ServerChanges(rules, settings, new AuditLog(kit));
  }

  public List<Route> routes() {
    Access who = Access.moderators();
    Limits list = Limits.uploads(2L * RuleList.LONGEST);
    return List.of(
        Route.get(Paths.ADMIN_FEDERATION, who, this::federation),
        Route.get(Paths.FEDERATION_EXPORT, who, this::export),
        Route.get(Paths.FEDERATION_PREVIEW, who, _ -> Reply.redirect(Paths.ADMIN_FEDERATION)),
        Route.get(Paths.FEDERATION_APPLY, who, _ -> Reply.redirect(Paths.ADMIN_FEDERATION)),
        Route.post(Paths.FEDERATION_PREVIEW, who, this::preview).limited(list),
        Route.post(Paths.FEDERATION_APPLY, who, this::apply).limited(list));
  }

  private Reply federation(Request request) {
    Form form = Form.EMPTY.with("domain", request.parameters().text("domain", ""));
    return replies.ok(request, view(request, form), replies.saved(request));
  }

  private FederationView view(Request request, Form form) {
    String query = request.parameters().text("q", "").strip().toLowerCase(java.util.Locale.ROOT);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                new FederationView(
                    policy.current().mode().formName(),
                    request.caller().required().isStaff(),
                    DomainRuleQueries.search(tx.sql(), query, SHOWN).stream()
                        .map(FederationPages::shown)
                        .toList(),
                    query,
                    DomainRuleQueries.count(tx.sql()),
                    DomainRuleQueries.allows(tx.sql()).stream()
                        .map(one ->
                            new FederationView.Allowed(Long.toString(one.id()), one.domain()))
                        .toList(),
                    form));
  }

  private static FederationView.Rule shown(DomainRules.Kept kept) {
    DomainRule rule = kept.rule();
    return new FederationView.Rule(
        Long.toString(kept.id()),
        rule.domain(),
        rule.severity().wire(),
        rule.rejectMedia(),
        rule.rejectReports(),
        rule.privateComment(),
        rule.publicComment(),
        "");
  }

  private Reply preview(Request request) {
    return asked(request, change -> look(request, change));
  }

  private Reply apply(Request request) {
    return asked(
        request,
        change -> {
          AccountId by = request.caller().required().account();
          work(
              request,
              tx -> {
                changes.apply(tx, by, change);
                return true;
              });
          return Reply.redirect(Paths.saved(Paths.ADMIN_FEDERATION));
        });
  }

  private Reply asked(Request request, Function<ServerChange, Reply> then) {
    Asked asked = kit.db().as(request.caller().viewer(), tx -> changes.read(tx, request));
    return switch (asked) {
      case Asked.Right right -> then.apply(right.change());
      case Asked.Wrong wrong -> replies.refused(request, view(request, marked(request, wrong)));
    };
  }

  private Form marked(Request request, Asked.Wrong wrong) {
    Parameters parameters = request.parameters();
    Messages messages = replies.messages(request);
    Form form = Form.EMPTY;
    for (String field : FIELDS) {
      form = form.with(field, parameters.text(field, ""));
    }
    for (Map.Entry<String, Fault> fault : wrong.faults().entrySet()) {
      form =
          form.error(
              fault.getKey(),
              switch (fault.getKey()) {
                case "csv" -> messages.get("federation.csv.wrong");
                case "domain" -> messages.get("federation.domain.wrong");
                case String _ -> messages.get("federation.wrong");
              });
    }
    return form;
  }

  private Reply look(Request request, ServerChange change) {
    Messages messages = replies.messages(request);
    FederationChangeView view =
        work(
            request,
            tx -> {
              Effect effect = rules.preview(tx, change::on);
              return new FederationChangeView(
                  what(messages, change),
                  effects(messages, effect),
                  lines(tx, change),
                  effect.followed(),
                  change instanceof ServerChange.Import imported
                      ? imported.unreadable()
                      : List.of(),
                  new LinkedHashMap<>(change.fields()),
                  effect.follows() > 0 || effect.deliveries() > 0);
            });
    return replies.ok(request, view);
  }

  private static List<FederationChangeView.Line> lines(Tx tx, ServerChange change) {
    if (!(change instanceof ServerChange.Import imported)) {
      return List.of();
    }
    Map<String, DomainRule> known = new LinkedHashMap<>();
    DomainRuleQueries.all(tx.sql()).forEach(kept -> known.put(kept.rule().domain(), kept.rule()));
    return imported.rules().stream()
        .filter(rule ->
            !known.containsKey(rule.domain())
                || !known.get(rule.domain()).verdict().equals(rule.verdict()))
        .limit(SHOWN)
        .map(rule ->
            new FederationChangeView.Line(
                rule.domain(), rule.severity().wire(), known.containsKey(rule.domain())))
        .toList();
  }

  private static String what(Messages messages, ServerChange change) {
    return switch (change) {
      case ServerChange.Put put ->
          put.rule().domain()
              + " – "
              + FederationView.severity(messages, put.rule().severity().wire());
      case ServerChange.Lift lift -> messages.get("federation.what.lift", lift.domain());
      case ServerChange.Allow allow -> messages.get("federation.what.allow", allow.domain());
      case ServerChange.Disallow disallow ->
          messages.get("federation.what.disallow", disallow.domain());
      case ServerChange.Mode mode -> FederationView.mode(messages, mode.mode().formName());
      case ServerChange.Import imported ->
          messages.get("federation.what.import", imported.rules().size());
    };
  }

  /** The effect in sentences, without what does not happen. */
  static List<String> effects(Messages messages, Effect effect) {
    List<String> sentences = new ArrayList<>();
    add(sentences, effect.hidden(), messages.get("federation.effect.hidden", effect.hidden()));
    add(sentences, effect.shown(), messages.get("federation.effect.shown", effect.shown()));
    add(sentences, effect.limited(), messages.get("federation.effect.limited", effect.limited()));
    add(
        sentences,
        effect.following(),
        messages.get("federation.effect.following", effect.following()));
    add(
        sentences,
        effect.followers(),
        messages.get("federation.effect.followers", effect.followers()));
    add(
        sentences,
        effect.deliveries(),
        messages.get("federation.effect.deliveries", effect.deliveries()));
    return sentences;
  }

  private static void add(List<String> sentences, int number, String sentence) {
    if (number > 0) {
      sentences.add(sentence);
    }
  }

  private Reply export(Request request) {
    List<DomainRule> all =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    DomainRuleQueries.all(tx.sql()).stream().map(DomainRules.Kept::rule).toList());
    return Reply.bytes(
            200, "text/csv; charset=utf-8", RuleList.toCsv(all).getBytes(StandardCharsets.UTF_8))
        .with("content-disposition", "attachment; filename=\"domain_blocks.csv\"");
  }

  private <T> T work(Request request, Function<Tx, T> work) {
    return Db.inWork(() -> kit.db().as(request.caller().viewer(), work));
  }
}
