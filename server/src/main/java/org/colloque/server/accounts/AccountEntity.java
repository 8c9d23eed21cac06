package org.colloque.server.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.colloque.server.http.RawJson;
import org.jspecify.annotations.Nullable;

/** An account as clients see it (Mastodon 4.6, entity Account). The same for every viewer. */
public record AccountEntity(
    String id,
    String username,
    String acct,
    String url,
    String uri,
    String displayName,
    String note,
    String avatar,
    String avatarStatic,
    String avatarDescription,
    String header,
    String headerStatic,
    String headerDescription,
    boolean locked,
    JsonNode fields,
    JsonNode emojis,
    boolean bot,
    boolean group,
    @Nullable Boolean discoverable,
    boolean indexable,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean noindex,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RawJson moved,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean suspended,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean limited,
    Instant createdAt,
    @Nullable LocalDate lastStatusAt,
    int statusesCount,
    int followersCount,
    int followingCount,
    @Nullable Boolean hideCollections,
    boolean showMedia,
    boolean showMediaReplies,
    boolean showFeatured,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Role> roles,
    @JsonProperty("feature_approval") FeatureApproval featureApproval) {

  /** A role that is shown beside the name. */
  public record Role(String id, String name, String color) {}

  /** Who may recommend the account in a collection. */
  public record FeatureApproval(List<String> automatic, List<String> manual, String currentUser) {
    static final FeatureApproval EVERYBODY =
        new FeatureApproval(List.of("public"), List.of(), "automatic");
    static final FeatureApproval NOBODY = new FeatureApproval(List.of(), List.of(), "denied");
  }
}
