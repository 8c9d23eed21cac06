package org.colloque.server.database;

import java.util.Optional;

/** Reading of identifiers from addresses and parameters. */
public final class Decimal {
  /** Digits of the largest 64-bit number, less one: no overflow can occur. */
  private static final int DIGITS = 18;

  private Decimal() {}

  /** A number of 1 to 18 ASCII digits; empty for everything else. */
  public static Optional<Long> parse(String text) {
    if (text.isEmpty() || text.length() > DIGITS) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      value = value * 10 + digit;
    }
    return Optional.of(value);
  }
}
