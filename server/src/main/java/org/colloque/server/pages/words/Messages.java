package org.colloque.server.pages.words;

import com.ibm.icu.number.Notation;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of one language, from {@code messages_fr.properties} or {@code messages_en.properties}
 * (UTF-8). Values are ICU message patterns, so plurals are written in the bundle. Instances are
 * immutable and shared between threads.
 */
public final class Messages {
  /** The languages of the interface; the first one is used when a reader accepts neither. */
  public static final List<Locale> LOCALES = List.of(Locale.ENGLISH, Locale.FRENCH);

  private static final Map<String, Messages> BUNDLES =
      Map.of("en", new Messages(Locale.ENGLISH), "fr", new Messages(Locale.FRENCH));

  private final Locale locale;
  private final Map<String, String> patterns;
  private final Map<String, MessageFormat> parsed = new ConcurrentHashMap<>();

  private Messages(Locale locale) {
    this.locale = locale;
    this.patterns = load("/messages_" + locale.getLanguage() + ".properties");
  }

  /** The texts for this locale's language; English when there is no bundle for it. */
  public static Messages of(Locale locale) {
    Messages exact = BUNDLES.get(locale.getLanguage());
    return exact == null ? of(Locale.ENGLISH) : exact;
  }

  /**
   * The texts for an {@code Accept-Language} header (RFC 9110 section 12.5.4); {@code fallback}
   * when the header is absent, broken or names no language that we have.
   */
  public static Messages accepting(String acceptLanguage, Locale fallback) {
    try {
      Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LOCALES);
      return of(found == null ? fallback : found);
    } catch (IllegalArgumentException broken) {
      return of(fallback);
    }
  }

  public Locale locale() {
    return locale;
  }

  /** The two-letter code for the {@code lang} attribute. */
  public String language() {
    return locale.getLanguage();
  }

  /**
   * The text of this key with its arguments filled in.
   *
   * @throws IllegalArgumentException when the bundle has no such key, which a test excludes for all
   *     keys named in the sources
   */
  public String get(String key, Object... arguments) {
    String pattern = patterns.get(key);
    if (pattern == null) {
      throw new IllegalArgumentException("no message for key " + key);
    }
    if (arguments.length == 0) {
      return pattern;
    }
    MessageFormat shared =
        parsed.computeIfAbsent(key, _ -> new MessageFormat(pattern, ULocale.forLocale(locale)));
    // a MessageFormat is not safe for use by several threads: each call takes its own copy
    return shared.clone().format(arguments);
  }

  /** A count as people of this language write it, shortened from ten thousand on ("12 k"). */
  public String count(long number) {
    var format = NumberFormatter.withLocale(locale);
    if (Math.abs(number) < 10_000) {
      return format.format(number).toString();
    }
    return format.notation(Notation.compactShort()).format(number).toString();
  }

  /** All keys of this bundle. */
  public Set<String> keys() {
    return patterns.keySet();
  }

  private static Map<String, String> load(String resource) {
    Properties properties = new Properties();
    try (InputStream stream = Messages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return Map.copyOf(texts);
  }
}
