package org.colloque.server.statuses;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;

/** Who may quote a member's post, as members choose it. */
public enum QuotePolicy {
  PUBLIC,
  FOLLOWERS,
  /** Whoever asks and gets a yes; clients do not know it, our pages do. */
  ASK,
  NOBODY;

  /** As in {@code users.default_quote_policy} and in forms. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As clients know it: who must ask may not yet. */
  public String wire() {
    return this == ASK ? NOBODY.column() : column();
  }

  /** As clients know what the column holds. */
  public static String wire(String column) {
    return parse(column).orElse(NOBODY).wire();
  }

  public Interactions.Rule rule() {
    return switch (this) {
      case PUBLIC -> Interactions.Rule.EVERYBODY;
      case FOLLOWERS -> Interactions.Rule.FOLLOWERS;
      case ASK -> Interactions.Rule.ASK;
      case NOBODY -> Interactions.Rule.NOBODY;
    };
  }

  public static Optional<QuotePolicy> parse(String column) {
    return Stream.of(values()).filter(policy -> policy.column().equals(column)).findFirst();
  }

  /**
   * Reads {@code quote_approval_policy}.
   *
   * @throws ProblemException 422 for one that there is not
   */
  public static Optional<QuotePolicy> asked(Parameters parameters) {
    return parameters
        .text("quote_approval_policy")
        .filter(value -> !value.isEmpty())
        .map(value ->
            parse(value)
                .orElseThrow(() ->
                    ProblemException.invalid("Quote approval policy is not included in the list")));
  }

  /** That of a status; nobody when it is one that members cannot choose. */
  public static QuotePolicy of(Interactions interactions) {
    return Stream.of(values())
        .filter(policy -> policy.rule().equals(interactions.quote()))
        .findFirst()
        .orElse(NOBODY);
  }

  /** What is said of a member's post with this audience: only what everybody reads is quoted. */
  Interactions on(Audience audience) {
    boolean open = audience.column().equals("public") || audience.column().equals("unlisted");
    return Interactions.NOT_TOLD.withQuote(open ? rule() : Interactions.Rule.NOBODY);
  }
}
