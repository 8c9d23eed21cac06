package org.colloque.server.walls;

import java.util.List;

/** Routes about who quotes a post: they belong to the posts that are named in them. */
final class QuoteThings {
  static final List<String> ROUTES =
      List.of(
          "POST /api/v1/statuses/:id/quotes/:quoting_status_id/revoke",
          "PUT /api/v1/statuses/:id/interaction_policy",
          "PATCH /api/v1/statuses/:id/interaction_policy",
          "GET /@:handle/:id/quotes",
          "POST /statuses/:id/quotes/:quoting/revoke",
          "POST /statuses/:id/quote-policy",
          "POST /statuses/:quoting/quote-request/accept",
          "POST /statuses/:quoting/quote-request/refuse",
          "GET /users/:name/quote_authorizations/:id");

  private QuoteThings() {}
}
