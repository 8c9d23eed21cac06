package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.ProfileSettingsView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.tags.FeatureTag;
import org.colloque.server.tags.FeaturedTagQueries;

/** A member's profile as a form: the same verb as the client API, and nothing typed is lost. */
public final class ProfileSettingsPages {
  /** What the fields of the form may take beside the two pictures. */
  private static final long FORM_BYTES = 256 * 1024;

  private static final int INVALID = 422;
  private static final String TAGS = "featured_tags";
  private static final List<String> TEXTS = List.of("display_name", "profession", "note", TAGS);
  private static final List<String> FLAGS =
      List.of("locked", "discoverable", "indexable", "hide_collections", "bot");

  private final Kit kit;
  private final PageReplies replies;
  private final AccountEntities accounts;
  private final EditProfile edit;
  private final FeatureTag feature;

  public ProfileSettingsPages(
      Kit kit,
      PageReplies replies,
      AccountEntities accounts,
      EditProfile edit,
      FeatureTag feature) {
    this.feature = feature;
    this.kit = kit;
    this.replies = replies;
    this.accounts = accounts;
    this.edit = edit;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS, Access.signedIn(), _ -> Reply.redirect(Paths.SETTINGS_PROFILE)),
        Route.get(Paths.SETTINGS_PROFILE, Access.signedIn(), this::show),
        Route.post(Paths.SETTINGS_PROFILE, Access.signedIn(), this::save)
            .limited(Limits.uploads(2 * ProfileRules.MAX_IMAGE_BYTES + FORM_BYTES)));
  }

  private Reply show(Request request) {
    return replies.ok(
        request,
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    view(
                        tx,
                        request,
                        stored(row(tx, request)).with(TAGS, shownTags(tx, me(request))))),
        replies.saved(request));
  }

  private Reply save(Request request) {
    AccountId me = me(request);
    Messages messages = replies.messages(request);
    ProfileChange change = change(request);
    Form form = typed(request.parameters());
    Map<String, Fault> faults = ProfileRules.faults(change);
    Optional<List<String>> tags = FeatureTag.read(request.parameters().text(TAGS, ""));
    if (faults.isEmpty() && tags.isPresent() && taken(me, change)) {
      if (request.parameters().has(TAGS)) {
        kit.db().doAs(request.caller().viewer(), tx -> feature.choose(tx, me, tags.get()));
      }
      for (ProfileImages.Kind kind : ProfileImages.Kind.values()) {
        if (request.parameters().flag(kind.field() + "_remove", false)
            && chosen(request, kind).isEmpty()) {
          edit.removeImage(me, kind);
        }
      }
      return Reply.redirect(Paths.saved(Paths.SETTINGS_PROFILE));
    }
    Form marked = mark(pictures(request, form, messages), faults, messages);
    Form shown =
        tags.isPresent()
            ? marked
            : marked.error(TAGS, messages.get("field.tags.error", FeatureTag.MAX_FEATURED));
    return replies.refused(
        request, kit.db().as(request.caller().viewer(), tx -> view(tx, request, shown)));
  }

  /** Whether everything was changed; not when a picture cannot be taken. */
  private boolean taken(AccountId me, ProfileChange change) {
    try {
      return edit.edit(me, change).isEmpty();
    } catch (ProblemException refused) {
      if (refused.status() != INVALID) {
        throw refused;
      }
      return false;
    }
  }

  /** Of a form that comes back, the good pictures are kept: nobody has to choose them twice. */
  private Form pictures(Request request, Form form, Messages messages) {
    Form marked = form;
    for (ProfileImages.Kind kind : ProfileImages.Kind.values()) {
      Optional<Upload> chosen = chosen(request, kind);
      boolean avatar = kind == ProfileImages.Kind.AVATAR;
      var images =
          new ProfileChange.Images(
              avatar ? chosen : Optional.empty(), avatar ? Optional.empty() : chosen);
      var alone =
          new ProfileChange(
              ProfileChange.Texts.UNCHANGED,
              images,
              ProfileChange.Flags.UNCHANGED,
              ProfileChange.Posting.UNCHANGED);
      if (chosen.isPresent() && !taken(me(request), alone)) {
        long megabytes = ProfileRules.MAX_IMAGE_BYTES / (1024 * 1024);
        marked = marked.error(kind.field(), messages.get("composer.error.image", megabytes));
      }
    }
    return marked;
  }

  private static ProfileChange change(Request request) {
    Parameters parameters = request.parameters();
    List<ProfileChange.Field> fields = new ArrayList<>();
    for (int i = 1; i <= ProfileRules.MAX_FIELDS; i++) {
      fields.add(
          new ProfileChange.Field(
              parameters.text("field_name" + i, ""), parameters.text("field_value" + i, "")));
    }
    return new ProfileChange(
        new ProfileChange.Texts(
            Optional.of(parameters.text("display_name", "")),
            Optional.of(parameters.text("note", "")),
            Optional.of(parameters.text("profession", "")),
            Optional.of(fields),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new ProfileChange.Images(
            chosen(request, ProfileImages.Kind.AVATAR), chosen(request, ProfileImages.Kind.HEADER)),
        new ProfileChange.Flags(
            flag(parameters, "locked"),
            flag(parameters, "bot"),
            flag(parameters, "discoverable"),
            flag(parameters, "indexable"),
            flag(parameters, "hide_collections"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        ProfileChange.Posting.UNCHANGED);
  }

  /** A box that is not ticked is not sent. */
  private static Optional<Boolean> flag(Parameters parameters, String name) {
    return Optional.of(parameters.flag(name, false));
  }

  /** The file that was chosen; browsers send an empty one for a field left alone. */
  private static Optional<Upload> chosen(Request request, ProfileImages.Kind kind) {
    return request.upload(kind.field()).filter(upload -> !upload.isEmpty());
  }

  private static Form typed(Parameters parameters) {
    Form form = Form.EMPTY;
    for (String name : TEXTS) {
      form = form.with(name, parameters.text(name, ""));
    }
    for (int i = 1; i <= ProfileRules.MAX_FIELDS; i++) {
      for (String name : List.of("field_name" + i, "field_value" + i)) {
        form = form.with(name, parameters.text(name, ""));
      }
    }
    for (String name : FLAGS) {
      form = form.checked(name, parameters.flag(name, false));
    }
    return form;
  }

  private static Form stored(AccountsRecord row) {
    Form form =
        Form.EMPTY
            .with("display_name", row.getDisplayName())
            .with("profession", row.getProfession())
            .with("note", row.getNoteSource())
            .checked("locked", row.getLocked())
            .checked("discoverable", row.getDiscoverable())
            .checked("indexable", row.getIndexable())
            .checked("hide_collections", row.getHideCollections())
            .checked("bot", row.getBot());
    int i = 0;
    for (JsonNode field : Json.read(row.getFields().data().getBytes(StandardCharsets.UTF_8))) {
      i++;
      form =
          form.with("field_name" + i, field.path("name").asText())
              .with("field_value" + i, field.path("source").asText());
    }
    return form;
  }

  private static Form mark(Form form, Map<String, Fault> faults, Messages messages) {
    Form marked = form;
    for (String name : faults.keySet()) {
      marked =
          switch (name) {
            case "display_name" ->
                marked.error(name, tooLong(messages, ProfileRules.MAX_DISPLAY_NAME));
            case "profession" -> marked.error(name, tooLong(messages, ProfileRules.MAX_PROFESSION));
            case "note" -> marked.error(name, tooLong(messages, ProfileRules.MAX_NOTE));
            case String _ -> markFields(marked, messages);
          };
    }
    return marked;
  }

  private static Form markFields(Form form, Messages messages) {
    Form marked = form;
    for (int i = 1; i <= ProfileRules.MAX_FIELDS; i++) {
      String name = form.value("field_name" + i);
      String value = form.value("field_value" + i);
      if (name.isBlank() && !value.isBlank()) {
        marked = marked.error("field_name" + i, messages.get("fault.blank"));
      }
      if (ProfileRules.isTooLong(name)) {
        marked = marked.error("field_name" + i, tooLong(messages, ProfileRules.MAX_FIELD));
      }
      if (ProfileRules.isTooLong(value)) {
        marked = marked.error("field_value" + i, tooLong(messages, ProfileRules.MAX_FIELD));
      }
    }
    return marked;
  }

  private static String tooLong(Messages messages, int most) {
    return messages.get("fault.toolong", most);
  }

  private ProfileSettingsView view(Tx tx, Request request, Form form) {
    AccountsRecord row = row(tx, request);
    JsonNode entity =
        Json.read(
            Optional.ofNullable(accounts.one(tx.sql(), me(request)))
                .orElseThrow(ProblemException::notFound)
                .bytes());
    return new ProfileSettingsView(
        form,
        new ProfileSettingsView.Picture(entity.path("avatar").asText(), row.getAvatarKey() != null),
        new ProfileSettingsView.Picture(entity.path("header").asText(), row.getHeaderKey() != null),
        ProfileRules.MAX_FIELDS,
        ProfileRules.MAX_NOTE,
        FeatureTag.MAX_FEATURED);
  }

  private static String shownTags(Tx tx, AccountId account) {
    return FeaturedTagQueries.written(tx.sql(), account).stream()
        .map(tag -> "#" + tag)
        .collect(Collectors.joining(" "));
  }

  private static AccountsRecord row(Tx tx, Request request) {
    return tx.sql()
        .selectFrom(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(me(request).value()))
        .fetchOptional()
        .orElseThrow(ProblemException::notFound);
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }
}
