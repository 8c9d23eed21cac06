package org.colloque.server.api;

import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;

/** The formats of strings that the inventory names (semantics.md, section 3). */
final class Formats {
  /** Decimal, as IceCubes and Mastodon.py read them; a tag that is not stored has none. */
  private static final Pattern ID = Pattern.compile("[0-9]{1,19}");

  /** Three digits and a Z: IceCubes and Toot! read nothing else. */
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  /** Where Mastodon writes no fraction of a second. */
  private static final Pattern WHOLE_SECOND =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  private static final Set<String> WHOLE_SECONDS =
      Set.of(
          "ExtendedDescription.updated_at",
          "PrivacyPolicy.updated_at",
          "Relationship.muting_expires_at");

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final Pattern BLURHASH =
      Pattern.compile("[0-9A-Za-z#$%*+,\\-.:;=?@\\[\\]^_{|}~]+");

  private Formats() {}

  static boolean matches(String format, String text, String path) {
    return switch (format) {
      case "id" -> ID.matcher(text).matches() || text.isEmpty() && path.endsWith("Tag.id");
      case "datetime" -> isMoment(text, WHOLE_SECONDS.contains(path));
      case "date" -> isDate(text);
      case "date|datetime" -> isDate(text) || isMoment(text, false);
      case "url" -> isUrl(text);
      case "language" -> LANGUAGE.matcher(text).matches();
      case "integer-as-string", "unix-timestamp" -> DIGITS.matcher(text).matches();
      case "sha256-hex" -> SHA256.matcher(text).matches();
      // IceCubes fails on null, so that an instance without an address says ""
      case "email" -> EMAIL.matcher(text).matches() || text.isEmpty();
      case "blurhash" -> BLURHASH.matcher(text).matches();
      case "html" -> !text.toLowerCase(java.util.Locale.ROOT).contains("<script");
      case String _ -> throw new IllegalArgumentException("an unknown format: " + format);
    };
  }

  private static boolean isMoment(String text, boolean wholeSeconds) {
    if (!(wholeSeconds ? WHOLE_SECOND : MOMENT).matcher(text).matches()) {
      return false;
    }
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException notAMoment) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException notADate) {
      return false;
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && Set.of("http", "https", "ws", "wss").contains(uri.getScheme());
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
