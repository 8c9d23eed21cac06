package org.colloque.server.pages.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final Messages FRENCH = Messages.of(Locale.FRENCH);
  private static final Messages ENGLISH = Messages.of(Locale.ENGLISH);
  private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9]+(?:\\.[a-z0-9]+)+)\"");

  /** The beginning of a key that ends with what the client API calls it. */
  private static final Pattern FAMILY = Pattern.compile("\"([a-z0-9.]+\\.)\" \\+ ");

  private static final Pattern ASKED =
      Pattern.compile("\\b(?:m|messages(?:\\(\\))?|words)\\s*\\.get\\(\\s*\"([^\"]+)\"");

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(FRENCH.keys()).isEqualTo(ENGLISH.keys());
    for (String key : FRENCH.keys()) {
      assertThat(new MessageFormat(FRENCH.get(key)).getArgumentNames())
          .as("arguments of %s", key)
          .isEqualTo(new MessageFormat(ENGLISH.get(key)).getArgumentNames());
    }
  }

  @Test
  void everyKeyThatIsAskedForExists() {
    for (String key : found(ASKED)) {
      boolean isFamily = key.endsWith(".");
      assertThat(FRENCH.keys()).as(key).anyMatch(isFamily ? k -> k.startsWith(key) : key::equals);
    }
  }

  @Test
  void everyKeyIsUsed() {
    Set<String> used = found(LITERAL);
    Set<String> families = found(FAMILY);
    assertThat(FRENCH.keys())
        .allMatch(key -> used.contains(key) || families.stream().anyMatch(key::startsWith));
  }

  @Test
  void noTextIsEmptyAndNoneUsesTheQuotingApostrophe() {
    for (Messages messages : List.of(FRENCH, ENGLISH)) {
      for (String key : messages.keys()) {
        assertThat(messages.get(key)).as(key).isNotBlank().doesNotContain("'");
      }
    }
  }

  @Test
  void frenchKeepsItsSpaces() {
    for (String key : FRENCH.keys()) {
      assertThat(FRENCH.get(key)).as(key).doesNotContainPattern(" [:;!?»]|« |[^\\s\u202f][!?;]");
    }
  }

  @Test
  void pluralsFollowTheLanguage() {
    assertThat(FRENCH.get("status.replies", 0)).isEqualTo("0 réponse");
    assertThat(FRENCH.get("status.replies", 2)).isEqualTo("2 réponses");
    assertThat(ENGLISH.get("status.replies", 0)).isEqualTo("0 replies");
    assertThat(ENGLISH.get("status.replies", 1)).isEqualTo("1 reply");
  }

  @Test
  void argumentsAreNotPatterns() {
    assertThat(ENGLISH.get("status.label", "{1} 'x' #")).isEqualTo("Post by {1} 'x' #");
  }

  @Test
  void countsAreShortenedFromTenThousandOn() {
    assertThat(FRENCH.count(9_999)).isEqualTo("9\u202f999");
    assertThat(FRENCH.count(10_000)).isEqualTo("10\u00a0k");
    assertThat(ENGLISH.count(9_999)).isEqualTo("9,999");
    assertThat(ENGLISH.count(10_000)).isEqualTo("10K");
  }

  @Test
  void theBrowserChoosesTheLanguage() {
    assertThat(Messages.accepting("fr-CA,fr;q=0.9,en;q=0.5", Locale.ENGLISH).language())
        .isEqualTo("fr");
    assertThat(Messages.accepting("de, en;q=0.5", Locale.FRENCH).language()).isEqualTo("en");
    assertThat(Messages.accepting("de", Locale.FRENCH).language()).isEqualTo("fr");
    assertThat(Messages.accepting(";;q=x", Locale.FRENCH).language()).isEqualTo("fr");
    assertThat(Messages.of(Locale.GERMAN).language()).isEqualTo("en");
  }

  @Test
  void anUnknownKeyIsAFault() {
    assertThatThrownBy(() -> ENGLISH.get("no.such.key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.such.key");
  }

  private static Set<String> found(Pattern pattern) {
    Set<String> found = new TreeSet<>();
    for (Path folder : List.of(Path.of("src/main/jte"), Path.of("src/main/java"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".jte") || file.toString().endsWith(".java"))
            .forEach(
                file -> pattern.matcher(read(file)).results().forEach(r -> found.add(r.group(1))));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
