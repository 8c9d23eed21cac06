package org.colloque.server.text;

import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The languages of posts: ISO 639 codes and their names in the languages of the interface. */
public final class Languages {
  /** Longest tag looked at; RFC 5646 section 4.4.1 needs 35. */
  static final int TAG_MAX = 35;

  private static final Set<String> CODES =
      Arrays.stream(ULocale.getISOLanguages()).collect(Collectors.toUnmodifiableSet());

  /** The written forms of Chinese that clients choose between, kept with their region. */
  private static final Set<String> REGIONAL = Set.of("zh-CN", "zh-HK", "zh-TW");

  private static final List<String> TWO_LETTERS =
      CODES.stream().filter(code -> code.length() == 2).sorted().toList();

  private Languages() {}

  /**
   * The code as stored: {@code fr} for {@code fr}, {@code FR}, {@code fr-CA}, {@code fra}; empty
   * for what is not a language of ISO 639.
   */
  public static Optional<String> normalize(String tag) {
    if (tag.length() > TAG_MAX) {
      return Optional.empty();
    }
    String hyphenated = tag.strip().replace('_', '-');
    Optional<String> regional =
        REGIONAL.stream().filter(known -> known.equalsIgnoreCase(hyphenated)).findFirst();
    if (regional.isPresent()) {
      return regional;
    }
    int hyphen = hyphenated.indexOf('-');
    String language = hyphen < 0 ? hyphenated : hyphenated.substring(0, hyphen);
    String lower = language.toLowerCase(Locale.ROOT);
    if (!lower.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return Optional.empty();
    }
    String shortest = ULocale.createCanonical(lower).getLanguage();
    return Optional.of(shortest).filter(CODES::contains);
  }

  /** The two-letter codes, sorted: what a composer offers. */
  public static List<String> twoLetterCodes() {
    return TWO_LETTERS;
  }

  /** The name of a language for a reader: {@code français} or {@code French}. */
  public static String displayName(String code, Locale reader) {
    return ULocale.forLanguageTag(code).getDisplayName(ULocale.forLocale(reader));
  }

  /** The name of a language in itself: {@code français}, {@code Deutsch}. */
  public static String ownName(String code) {
    ULocale language = ULocale.forLanguageTag(code);
    return language.getDisplayName(language);
  }
}
