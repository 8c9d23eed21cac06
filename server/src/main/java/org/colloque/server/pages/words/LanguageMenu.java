package org.colloque.server.pages.words;

import com.ibm.icu.text.Collator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.text.Languages;

/**
 * The languages that the composer offers: a list short enough to choose from on a phone. Posts in
 * any other language of ISO 639 can come through the client API.
 */
public final class LanguageMenu {
  private static final List<String> FIRST = List.of("fr", "en");
  private static final List<String> OTHERS =
      List.of(
          "ar", "bg", "br", "ca", "co", "cs", "cy", "da", "de", "el", "es", "et", "eu", "fa", "fi",
          "ga", "gl", "gsw", "he", "hi", "hr", "ht", "hu", "is", "it", "ja", "ko", "lb", "lt", "lv",
          "mt", "nl", "no", "oc", "pl", "pt", "rm", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr",
          "uk", "vi", "wo", "zh");
  private static final Map<String, List<Language>> MENUS = new ConcurrentHashMap<>();

  private LanguageMenu() {}

  /** One language: its ISO 639 code, and its name in the reader's language. */
  public record Language(String code, String name) {}

  /** French and English first, then the others in the alphabetical order of the reader. */
  public static List<Language> of(Messages messages) {
    return MENUS.computeIfAbsent(messages.language(), _ -> menu(messages));
  }

  /** The same with those of {@code chosen} at its end that are not in it: apps may set any. */
  public static List<Language> of(Messages messages, Collection<String> chosen) {
    List<Language> menu = of(messages);
    Set<String> known = menu.stream().map(Language::code).collect(Collectors.toSet());
    return Stream.concat(
            menu.stream(),
            chosen.stream()
                .filter(code -> !code.isEmpty() && !known.contains(code))
                .map(code -> language(code, messages)))
        .toList();
  }

  private static List<Language> menu(Messages messages) {
    Collator order = Collator.getInstance(messages.locale());
    Stream<Language> first = FIRST.stream().map(code -> language(code, messages));
    Stream<Language> others =
        OTHERS.stream()
            .map(code -> language(code, messages))
            .sorted(Comparator.comparing(Language::name, order::compare));
    return Stream.concat(first, others).toList();
  }

  private static Language language(String code, Messages messages) {
    return new Language(code, Languages.displayName(code, messages.locale()));
  }
}
