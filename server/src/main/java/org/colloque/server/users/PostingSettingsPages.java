package org.colloque.server.users;

import static org.colloque.migrations.Tables.USERS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.EditProfile;
import org.colloque.server.accounts.ProfileChange;
import org.colloque.server.accounts.ProfileRules;
import org.colloque.server.accounts.UserId;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.PostingSettingsView;
import org.colloque.server.pages.words.Messages;

/** What a member's composer starts with, and the language of their pages. */
final class PostingSettingsPages {
  private final Kit kit;
  private final PageReplies replies;
  private final EditProfile edit;
  private final ChangeLanguage changeLanguage;

  PostingSettingsPages(
      Kit kit, PageReplies replies, EditProfile edit, ChangeLanguage changeLanguage) {
    this.kit = kit;
    this.replies = replies;
    this.edit = edit;
    this.changeLanguage = changeLanguage;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_POSTING, Access.signedIn(), this::show),
        Route.post(Paths.SETTINGS_POSTING, Access.signedIn(), this::save));
  }

  private Reply show(Request request) {
    UserId user = request.caller().required().user();
    Form form =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    tx.sql()
                        .select(
                            USERS.DEFAULT_PRIVACY,
                            USERS.DEFAULT_LANGUAGE,
                            USERS.DEFAULT_SENSITIVE,
                            USERS.LOCALE,
                            USERS.DEFAULT_QUOTE_POLICY)
                        .from(USERS)
                        .where(USERS.ID.eq(user.value()))
                        .fetchOptional(row ->
                            Form.EMPTY
                                .with("visibility", row.value1())
                                .with("language", row.value2() == null ? "" : row.value2())
                                .checked("sensitive", row.value3())
                                .with("locale", row.value4())
                                .with("quote_policy", row.value5())))
            .orElseThrow(ProblemException::notFound);
    return replies.ok(request, new PostingSettingsView(form), replies.saved(request));
  }

  private Reply save(Request request) {
    Parameters parameters = request.parameters();
    String locale = parameters.text("locale", "");
    var change =
        new ProfileChange(
            ProfileChange.Texts.UNCHANGED,
            ProfileChange.Images.UNCHANGED,
            ProfileChange.Flags.UNCHANGED,
            new ProfileChange.Posting(
                Optional.of(parameters.text("visibility", "")),
                Optional.of(parameters.flag("sensitive", false)),
                Optional.of(parameters.text("language", "")),
                parameters.text("quote_policy")));
    Map<String, Fault> faults = new LinkedHashMap<>(ProfileRules.faults(change));
    if (!ChangeLanguage.isPossible(locale)) {
      faults.put("locale", Fault.INCLUSION);
    }
    if (!faults.isEmpty()) {
      return replies.refused(
          request, new PostingSettingsView(refused(parameters, faults, replies.messages(request))));
    }
    edit.edit(request.caller().required().account(), change);
    changeLanguage.change(request.caller().required().user(), locale);
    return Reply.redirect(Paths.saved(Paths.SETTINGS_POSTING));
  }

  private static Form refused(Parameters parameters, Map<String, Fault> faults, Messages messages) {
    Form form =
        Form.EMPTY
            .with("visibility", parameters.text("visibility", ""))
            .with("language", parameters.text("language", ""))
            .checked("sensitive", parameters.flag("sensitive", false))
            .with("locale", parameters.text("locale", ""))
            .with("quote_policy", parameters.text("quote_policy", ""));
    String sentence = messages.get("fault.inclusion");
    for (String fault : faults.keySet()) {
      form =
          switch (fault) {
            case "source.privacy" -> form.error("visibility", sentence);
            case "source.quote_policy" -> form.error("quote_policy", sentence);
            case "source.language" -> form.error("language", sentence);
            case String _ -> form.error("locale", sentence);
          };
    }
    return form;
  }
}
