package org.colloque.federation.fetch;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which content types are believed. */
public final class ContentTypes {

  /** What we ask for, and answer with. */
  public static final String ACTIVITY_JSON = "application/activity+json";

  /** The other name of it (ActivityPub, section 3.2). */
  public static final String LD_JSON =
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

  static final String ACCEPT_OBJECT = ACTIVITY_JSON + ", " + LD_JSON;

  private ContentTypes() {}

  /**
   * True for activity+json, and for ld+json with the ActivityStreams profile. Nothing else: an
   * uploaded file served as plain JSON must not become an actor (security row 2, quirk 17).
   */
  public static boolean isActivity(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String bare = bare(header);
    return bare.equals(ACTIVITY_JSON)
        || (bare.equals("application/ld+json")
            && profile(header).contains("https://www.w3.org/ns/activitystreams"));
  }

  /** The type without parameters, in lower case; empty when there is none. */
  static String bare(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static List<String> profile(String header) {
    for (String parameter : header.split(";", -1)) {
      String text = parameter.strip();
      if (text.regionMatches(true, 0, "profile=", 0, 8)) {
        String value = text.substring(8).replace("\"", "");
        return List.of(value.split("\\s+", -1));
      }
    }
    return List.of();
  }
}
