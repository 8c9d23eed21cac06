package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Method;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A member's profile as it was written, for editing it (Mastodon 4.6, methods/profile). */
public final class ProfileApi {
  private static final String PATH = "/api/v1/profile";
  private static final Access WRITE = Access.user("write", "write:accounts");

  private final Kit kit;
  private final EditProfile edit;
  private final AccountEntities accounts;
  private final BiFunction<DSLContext, AccountId, List<?>> featuredTags;

  /**
   * @param featuredTags the hashtags on the profile of an account, as clients see them
   */
  public ProfileApi(
      Kit kit,
      EditProfile edit,
      AccountEntities accounts,
      BiFunction<DSLContext, AccountId, List<?>> featuredTags) {
    this.kit = kit;
    this.edit = edit;
    this.accounts = accounts;
    this.featuredTags = featuredTags;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            PATH,
            Access.user("profile", "read", "read:accounts"),
            request -> profile(request.caller().required().account())),
        new Route(Method.PATCH, PATH, WRITE, CredentialsApi.IMAGES, this::update),
        new Route(Method.PUT, PATH, WRITE, CredentialsApi.IMAGES, this::update));
  }

  private Reply update(Request request) {
    AccountId me = request.caller().required().account();
    Map<String, Fault> faults = edit.edit(me, CredentialsApi.change(request));
    if (!faults.isEmpty()) {
      throw Faults.problem(faults);
    }
    return profile(me);
  }

  private Reply profile(AccountId me) {
    return kit.db().as(Viewer.of(me), tx -> Reply.json(entity(tx.sql(), me)));
  }

  private ObjectNode entity(DSLContext sql, AccountId me) {
    @Nullable RawJson rendered = accounts.one(sql, me);
    AccountsRecord row = sql.selectFrom(ACCOUNTS).where(ACCOUNTS.ID.eq(me.value())).fetchSingle();
    if (rendered == null) {
      throw ProblemException.notFound();
    }
    JsonNode shown = Json.read(rendered.bytes());
    ObjectNode profile = Json.object();
    profile.put("id", me.toString());
    profile.put("display_name", row.getDisplayName());
    profile.put("note", row.getNoteSource());
    profile.set("fields", CredentialEntities.fields(row.getFields().data()));
    image(profile, shown, "avatar", row.getAvatarKey(), row.getAvatarDescription());
    image(profile, shown, "header", row.getHeaderKey(), row.getHeaderDescription());
    for (String same :
        List.of(
            "locked",
            "bot",
            "hide_collections",
            "discoverable",
            "indexable",
            "show_media",
            "show_media_replies",
            "show_featured")) {
      profile.set(same, shown.path(same));
    }
    profile.set("attribution_domains", Json.tree(row.getAttributionDomains()));
    profile.set("formatted_note", shown.path("note"));
    profile.set("formatted_fields", shown.path("fields"));
    profile.set("featured_tags", Json.tree(featuredTags.apply(sql, me)));
    return profile;
  }

  /** Missing where there is only what stands for none. */
  private static void image(
      ObjectNode profile, JsonNode shown, String name, @Nullable String key, String description) {
    JsonNode address = key == null ? null : shown.path(name);
    profile.set(name, address);
    profile.set(name + "_static", address);
    profile.put(name + "_description", description);
  }
}
