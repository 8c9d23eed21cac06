package org.colloque.server.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Method;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;

/** A member's own account in the client API: reading it, and changing the profile. */
public final class CredentialsApi {
  private static final Access WRITE = Access.user("write", "write:accounts");

  /** Room for the texts beside two images. */
  private static final long FORM_BYTES = 256 * 1024;

  /** Two images and the texts. */
  static final Limits IMAGES = Limits.uploads(2 * ProfileRules.MAX_IMAGE_BYTES + FORM_BYTES);

  private final Kit kit;
  private final EditProfile edit;
  private final CredentialEntities entities;

  public CredentialsApi(Kit kit, EditProfile edit, CredentialEntities entities) {
    this.kit = kit;
    this.edit = edit;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/accounts/verify_credentials",
            Access.user("profile", "read", "read:accounts"),
            request -> credentials(me(request))),
        new Route(Method.PATCH, "/api/v1/accounts/update_credentials", WRITE, IMAGES, this::update),
        Route.delete(
            "/api/v1/profile/avatar", WRITE, request -> remove(request, ProfileImages.Kind.AVATAR)),
        Route.delete(
            "/api/v1/profile/header",
            WRITE,
            request -> remove(request, ProfileImages.Kind.HEADER)));
  }

  private Reply credentials(AccountId me) {
    return kit.db().as(Viewer.of(me), tx -> Reply.json(entities.of(tx.sql(), me)));
  }

  private Reply update(Request request) {
    AccountId me = me(request);
    Map<String, Fault> faults = edit.edit(me, change(request));
    if (!faults.isEmpty()) {
      throw Faults.problem(faults);
    }
    return credentials(me);
  }

  private Reply remove(Request request, ProfileImages.Kind kind) {
    AccountId me = me(request);
    edit.removeImage(me, kind);
    return credentials(me);
  }

  static ProfileChange change(Request request) {
    Parameters parameters = request.parameters();
    Parameters source = parameters.object("source").orElse(Parameters.empty());
    return new ProfileChange(
        new ProfileChange.Texts(
            parameters.text("display_name"),
            parameters.text("note"),
            Optional.empty(),
            fields(parameters),
            parameters.text("avatar_description"),
            parameters.text("header_description"),
            domains(parameters)),
        new ProfileChange.Images(request.upload("avatar"), request.upload("header")),
        new ProfileChange.Flags(
            parameters.flag("locked"),
            parameters.flag("bot"),
            parameters.flag("discoverable"),
            parameters.flag("indexable"),
            parameters.flag("hide_collections"),
            parameters.flag("show_media"),
            parameters.flag("show_media_replies"),
            parameters.flag("show_featured")),
        new ProfileChange.Posting(
            source.text("privacy"),
            source.flag("sensitive"),
            source.text("language"),
            source.text("quote_policy")));
  }

  /** {@code fields_attributes}: an array of objects, or objects by index, in any encoding. */
  private static Optional<List<ProfileChange.Field>> fields(Parameters parameters) {
    if (!parameters.has("fields_attributes")) {
      return Optional.empty();
    }
    return Optional.of(
        parameters.objects("fields_attributes").stream()
            .map(field -> new ProfileChange.Field(field.text("name", ""), field.text("value", "")))
            .toList());
  }

  private static Optional<List<String>> domains(Parameters parameters) {
    return parameters.has("attribution_domains")
        ? Optional.of(
            parameters.list("attribution_domains").stream()
                .map(String::strip)
                .filter(domain -> !domain.isEmpty())
                .toList())
        : Optional.empty();
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }
}
