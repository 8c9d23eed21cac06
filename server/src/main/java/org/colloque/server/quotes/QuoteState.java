package org.colloque.server.quotes;

import java.util.Locale;

/** How far the consent to a quote has come; the words are those of the client API. */
public enum QuoteState {
  PENDING,
  ACCEPTED,
  REJECTED,
  REVOKED,
  /** What was quoted is gone. */
  DELETED;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static QuoteState of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
