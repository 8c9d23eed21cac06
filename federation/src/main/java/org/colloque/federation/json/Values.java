package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Recipients;
import org.jspecify.annotations.Nullable;

/**
 * Values of a document whose author may have meant a string, an object or a list of either (quirks
 * 26 to 29, 84). A missing value and one of a wrong type are the same: null, false, or empty.
 */
public final class Values {

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;

  private Values() {}

  /** The text under this name, cut to {@code max} characters; the first one of a list. */
  public static @Nullable String text(JsonNode node, String name, int max) {
    for (JsonNode value : list(node, name)) {
      if (value.isTextual()) {
        return cut(value.textValue(), max);
      }
    }
    return null;
  }

  /** As {@link #text}, but a text longer than {@code max} or empty is as if missing. */
  public static @Nullable String word(JsonNode node, String name, int max) {
    String text = text(node, name, max + 1);
    return text == null || text.isEmpty() || text.length() > max ? null : text;
  }

  /** The texts under this name, without those that are empty or longer than {@code max}. */
  public static List<String> words(JsonNode node, String name, int max, int most) {
    List<String> words = new ArrayList<>();
    for (JsonNode value : list(node, name)) {
      String text = value.isTextual() ? value.textValue() : "";
      if (!text.isEmpty() && text.length() <= max && words.size() < most) {
        words.add(text);
      }
    }
    return words;
  }

  /** The id under this name: a string, an object with id, or the first of a list that gives one. */
  public static @Nullable String id(JsonNode node, String name) {
    for (JsonNode value : list(node, name)) {
      String id = idOf(value);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** The id that this value is or has; null unless it is a web address. */
  public static @Nullable String idOf(JsonNode value) {
    if (value.isTextual()) {
      return webAddress(value.textValue());
    }
    return value.isObject() ? webAddress(ownId(value)) : null;
  }

  /**
   * The ids under this name, without those that are none; for to and cc use {@link #recipients}.
   */
  public static List<String> ids(JsonNode node, String name, int max) {
    List<String> ids = new ArrayList<>();
    for (JsonNode value : list(node, name)) {
      String id = idOf(value);
      if (id != null && ids.size() < max) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** The {@code to} and {@code cc}; the public collection comes out in its full spelling. */
  public static Recipients recipients(JsonNode node) {
    return new Recipients(addressees(node, "to"), addressees(node, "cc"));
  }

  /** Ids in any spelling of the public collection, as in to and cc. */
  static List<String> addressees(JsonNode node, String name) {
    List<String> addressees = new ArrayList<>();
    for (JsonNode value : list(node, name)) {
      boolean everybody = value.isTextual() && Recipients.isPublic(value.textValue());
      String id = everybody ? Recipients.PUBLIC : idOf(value);
      // the public collection is never lost to the cap: it would turn a public post into another
      if (id != null && (everybody || addressees.size() < Limits.RECIPIENTS)) {
        addressees.add(id);
      }
    }
    return addressees;
  }

  /** The values under this name: a list as it is, one value as a list of it. */
  public static Iterable<JsonNode> list(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isArray()) {
      return value;
    }
    return value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
  }

  /** The first object under this name. */
  public static @Nullable ObjectNode object(JsonNode node, String name) {
    for (JsonNode value : list(node, name)) {
      if (value instanceof ObjectNode object) {
        return object;
      }
    }
    return null;
  }

  /** The address for people: the one said to be text/html, else the first (quirk 28). */
  public static @Nullable String page(JsonNode node, String name) {
    String first = null;
    for (JsonNode value : list(node, name)) {
      String address = addressOf(value);
      String mediaType = value.isObject() ? mediaType(value) : null;
      if (address != null && "text/html".equals(mediaType)) {
        return address;
      }
      first = first == null ? address : first;
    }
    return first;
  }

  /** The address that a value is, or that a Link or Image has in href or url. */
  public static @Nullable String addressOf(JsonNode value) {
    if (value.isTextual()) {
      return webAddress(value.textValue());
    }
    if (!value.isObject()) {
      return null;
    }
    String href = id(value, "href");
    return href == null ? page(value, "url") : href;
  }

  /** {@code mediaType}, or {@code mimeType} as some write, in lower case without parameters. */
  public static @Nullable String mediaType(JsonNode node) {
    String told = word(node, "mediaType", Limits.WORD);
    told = told == null ? word(node, "mimeType", Limits.WORD) : told;
    if (told == null) {
      return null;
    }
    int semicolon = told.indexOf(';');
    return (semicolon < 0 ? told : told.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** The types, a list because {@code type} may be one (quirk 26). */
  public static List<String> types(JsonNode node) {
    List<String> types = new ArrayList<>();
    for (JsonNode value : list(node, node.has("@type") ? "@type" : "type")) {
      if (value.isTextual() && types.size() < Limits.KEYS) {
        types.add(cut(value.textValue(), Limits.WORD));
      }
    }
    return types;
  }

  /** True only for JSON true. */
  public static boolean flag(JsonNode node, String name) {
    return node.path(name).asBoolean(false) && node.path(name).isBoolean();
  }

  /** A whole number between {@code min} and {@code max}; null for everything else. */
  public static @Nullable Long number(JsonNode node, String name, long min, long max) {
    JsonNode value = node.path(name);
    if (!value.isNumber() || !value.canConvertToLong()) {
      return null;
    }
    long number = value.longValue();
    return number < min || number > max ? null : number;
  }

  /** A time or a date of the years 1970 to 9999; null for everything else (quirk 29). */
  public static @Nullable Instant instant(JsonNode node, String name) {
    String text = word(node, name, 64);
    if (text == null) {
      return null;
    }
    try {
      Instant time =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      return year < FIRST_YEAR || year > LAST_YEAR ? null : time;
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** The beginning of a text, never half of a surrogate pair. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean splits = max > 0 && Character.isHighSurrogate(text.charAt(max - 1));
    return text.substring(0, splits ? max - 1 : max);
  }

  private static @Nullable String ownId(JsonNode object) {
    JsonNode id = object.has("@id") ? object.path("@id") : object.path("id");
    return id.isTextual() ? id.textValue() : null;
  }

  private static @Nullable String webAddress(@Nullable String text) {
    return text != null && Origin.of(text).isPresent() ? text : null;
  }
}
