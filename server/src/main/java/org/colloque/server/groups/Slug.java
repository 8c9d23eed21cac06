package org.colloque.server.groups;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the handles of a group's members begin with: its name in lower case ASCII. */
final class Slug {
  /** Longest one, as for usernames. */
  static final int MAX = 30;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-+|-+$");

  private Slug() {}

  /** Of {@code name}; a name of which nothing is left gives {@code groupe}. */
  static String of(String name) {
    String ascii =
        MARKS
            .matcher(Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD))
            .replaceAll("")
            .replace("œ", "oe")
            .replace("æ", "ae")
            .replace("ß", "ss");
    String hyphens = EDGES.matcher(OTHERS.matcher(ascii).replaceAll("-")).replaceAll("");
    String cut = hyphens.substring(0, Math.min(MAX, hyphens.length()));
    String clean = EDGES.matcher(cut).replaceAll("");
    return clean.isEmpty() ? "groupe" : clean;
  }
}
