package org.colloque.server.statuses;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.statuses.Interactions.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Whom the author of a status lets quote it, as clients are told (entity QuoteApproval).
 *
 * @param rule what the author said
 * @param audience that of the status
 * @param open its JSON up to what it means for who looks
 */
record QuoteApproval(Interactions.Rule rule, String audience, byte[] open) {

  static QuoteApproval of(Interactions interactions, String audience) {
    Interactions.Rule rule = interactions.quote();
    String json =
        "{\"automatic\":"
            + list(Interactions.Rule.wire(rule.automatic()))
            + ",\"manual\":"
            + list(Interactions.Rule.wire(rule.manual()))
            + ",\"current_user\":\"";
    return new QuoteApproval(rule, audience, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it means different things for different members. */
  boolean asksWhoFollows() {
    return isOpen() && rule.asksWhoFollows();
  }

  /**
   * What it means for a member.
   *
   * @param own whether they wrote the status
   * @param ties null when these do not matter
   */
  Permission of(boolean own, QuotedStatuses.@Nullable Ties ties) {
    if (own) {
      return isOpen() || audience.equals("followers") ? Permission.AUTOMATIC : Permission.DENIED;
    }
    if (!isOpen()) {
      return Permission.DENIED;
    }
    return ties == null ? rule.of(false, false) : rule.of(ties.follows(), ties.followed());
  }

  private boolean isOpen() {
    return audience.equals("public") || audience.equals("unlisted");
  }

  private static String list(List<String> words) {
    return new String(Json.write(words), StandardCharsets.UTF_8);
  }
}
