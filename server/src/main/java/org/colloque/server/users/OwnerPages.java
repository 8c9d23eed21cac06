package org.colloque.server.users;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.Founders;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.InstanceSettings;
import org.colloque.server.instance.Rule;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.InstanceSettingsView;
import org.colloque.server.pages.view.InvitationsView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.RegistrationsView;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.trends.TrendsMode;

/** For those who run the instance: requests to join, invitations, settings. */
final class OwnerPages {
  private static final int LISTED = 200;
  private static final List<String> SETTINGS =
      List.of(
          "title",
          "short_description",
          "description",
          "registrations",
          "approval_message",
          "contact_email",
          "contact_account",
          "source_url");

  private final Kit kit;
  private final PageReplies replies;
  private final UserVerbs verbs;
  private final Settings settings;
  private final AccountEntities accounts;
  private final AuditLog audit;

  OwnerPages(
      Kit kit, PageReplies replies, UserVerbs verbs, Settings settings, AccountEntities accounts) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
    this.settings = settings;
    this.accounts = accounts;
    this.audit = new AuditLog(kit);
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_REGISTRATIONS, Access.staff(), this::registrations),
        Route.post(Paths.ADMIN_REGISTRATIONS + "/:id/approve", Access.staff(), this::approve),
        Route.post(Paths.ADMIN_REGISTRATIONS + "/:id/confirm", Access.staff(), this::confirm),
        Route.post(Paths.ADMIN_REGISTRATIONS + "/:id/reject", Access.staff(), this::reject),
        Route.get(Paths.ADMIN_INVITATIONS, Access.staff(), this::invitations),
        Route.post(Paths.ADMIN_INVITATIONS, Access.staff(), this::invite),
        Route.post(Paths.revokeInvitation(":id"), Access.staff(), this::revoke),
        Route.get(Paths.ADMIN_SETTINGS, Access.staff(), this::settings),
        Route.post(Paths.ADMIN_SETTINGS, Access.staff(), this::change));
  }

  private Reply registrations(Request request) {
    return replies.ok(
        request,
        new RegistrationsView(
            kit
                .db()
                .as(request.caller().viewer(), tx -> RegistrationQueries.pending(tx.sql(), LISTED))
                .stream()
                .map(one ->
                    new RegistrationsView.Pending(
                        one.id().toString(),
                        one.username(),
                        one.email(),
                        one.profession(),
                        one.reason(),
                        one.at(),
                        one.confirmed(),
                        one.approved()))
                .toList()),
        replies.saved(request));
  }

  private Reply approve(Request request) {
    return decided(
        request, tx -> verbs.approveUser().approve(tx, actor(request), new UserId(id(request))));
  }

  private Reply confirm(Request request) {
    return decided(
        request,
        tx -> verbs.confirmEmail().confirmByHand(tx, actor(request), new UserId(id(request))));
  }

  private Reply reject(Request request) {
    return decided(
        request, tx -> verbs.rejectUser().reject(tx, actor(request), new UserId(id(request))));
  }

  private Reply decided(Request request, java.util.function.Function<Tx, Boolean> decision) {
    boolean found = kit.db().as(request.caller().viewer(), decision);
    if (!found) {
      throw ProblemException.notFound();
    }
    return Reply.redirect(Paths.saved(Paths.ADMIN_REGISTRATIONS));
  }

  private Reply invitations(Request request) {
    InvitationsView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  List<Invitation> list = verbs.invite().list(tx, LISTED);
                  Map<Long, RawJson> makers =
                      accounts.byIds(
                          tx.sql(),
                          list.stream()
                              .map(one -> one.by() == null ? 0L : one.by().value())
                              .distinct()
                              .toList());
                  return new InvitationsView(
                      list.stream().map(one -> shown(one, makers)).toList(),
                      Form.EMPTY.with("max_uses", "1").with("expires_in", "604800"));
                });
    return replies.ok(request, view);
  }

  private InvitationsView.Invitation shown(Invitation one, Map<Long, RawJson> makers) {
    AccountId by = one.by();
    RawJson maker = by == null ? null : makers.get(by.value());
    Integer max = one.maxUses();
    return new InvitationsView.Invitation(
        Long.toString(one.id()),
        kit.urls().absolute(Paths.SIGN_UP + "?invitation=" + one.code()),
        one.comment(),
        maker == null
            ? new AccountView("", "", SafeHtml.EMPTY, "", "", "", "", false)
            : AccountViews.of(Json.read(maker.bytes()), Map.of()),
        one.uses(),
        max == null ? 0 : max,
        one.expiresAt(),
        one.usable());
  }

  private Reply invite(Request request) {
    Parameters parameters = request.parameters();
    Integer uses = number(parameters, "max_uses");
    Integer seconds = number(parameters, "expires_in");
    String comment = parameters.text("comment", "").strip();
    try {
      kit.db()
          .as(
              request.caller().viewer(),
              tx ->
                  verbs
                      .invite()
                      .create(
                          tx,
                          actor(request),
                          uses,
                          seconds == null ? null : Duration.ofSeconds(seconds),
                          comment));
    } catch (IllegalArgumentException impossible) {
      throw ProblemException.invalid("an invitation with impossible limits");
    }
    return Reply.redirect(Paths.ADMIN_INVITATIONS);
  }

  /** Null when the field is empty; what is no number is an error, not "no limit". */
  private static @org.jspecify.annotations.Nullable Integer number(
      Parameters parameters, String name) {
    String text = parameters.text(name, "");
    return text.isEmpty() ? null : parameters.integer(name).orElse(-1);
  }

  private Reply revoke(Request request) {
    boolean found =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> verbs.invite().revoke(tx, actor(request), id(request)));
    if (!found) {
      throw ProblemException.notFound();
    }
    return Reply.redirect(Paths.ADMIN_INVITATIONS);
  }

  private Reply settings(Request request) {
    Map<String, String> texts = settings.current().texts();
    Form form =
        Form.of(texts)
            .with("rules", String.join("\n", settings.rules().stream().map(Rule::text).toList()))
            .checked(InstanceSettings.GUESTS, settings.current().guests())
            .checked(InstanceSettings.AUTHORIZED_FETCH, settings.current().authorizedFetch());
    return replies.ok(request, new InstanceSettingsView(form), replies.saved(request));
  }

  private Reply change(Request request) {
    Parameters parameters = request.parameters();
    Map<String, String> texts = new LinkedHashMap<>();
    SETTINGS.forEach(name -> texts.put(name, parameters.text(name, "")));
    // a choice that is not sent stays as it is
    String founders = settings.current().groupFounders().formName();
    texts.put(Founders.SETTING, parameters.text(Founders.SETTING, founders));
    texts.put(
        TrendsMode.SETTING,
        parameters.text(TrendsMode.SETTING, settings.current().trends().formName()));
    texts.put("languages", String.join(" ", parameters.list("languages")));
    boolean authorizedFetch = parameters.flag(InstanceSettings.AUTHORIZED_FETCH, false);
    texts.put(InstanceSettings.AUTHORIZED_FETCH, Boolean.toString(authorizedFetch));
    boolean guests = parameters.flag(InstanceSettings.GUESTS, false);
    texts.put(InstanceSettings.GUESTS, Boolean.toString(guests));
    List<String> rules = parameters.text("rules", "").lines().toList();
    Map<String, Fault> faults =
        kit.db().as(request.caller().viewer(), tx -> change(tx, request, texts, rules));
    if (faults.isEmpty()) {
      return Reply.redirect(Paths.saved(Paths.ADMIN_SETTINGS));
    }
    Form form =
        Form.of(texts)
            .with("rules", parameters.text("rules", ""))
            .checked(InstanceSettings.GUESTS, guests)
            .checked(InstanceSettings.AUTHORIZED_FETCH, authorizedFetch);
    return replies.refused(
        request,
        new InstanceSettingsView(FaultWords.mark(form, faults, replies.messages(request))));
  }

  /** All or nothing: the rules are looked at before anything is written. */
  private Map<String, Fault> change(
      Tx tx, Request request, Map<String, String> texts, List<String> rules) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    if (!Rule.acceptable(rules)) {
      faults.put("rules", Fault.TOO_LONG);
      return faults;
    }
    faults.putAll(settings.change(tx, texts));
    if (faults.isEmpty()) {
      settings.changeRules(tx, rules);
      audit.write(tx, actor(request), "settings.changed", Map.of());
    }
    return faults;
  }

  private static AccountId actor(Request request) {
    return request.caller().required().account();
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
