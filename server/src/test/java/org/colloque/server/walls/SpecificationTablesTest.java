package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents name a test for each row of the specification's tables, or say why there is none:
 * {@code docs/federation.md} for its quirks, {@code docs/security.md} for how others failed.
 */
class SpecificationTablesTest {
  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  @ParameterizedTest
  @CsvSource({"docs/federation.md, 90", "docs/security.md, 37"})
  void everyRowHasATestThatExistsOrAReason(String document, int last) throws IOException {
    Map<String, String> sources = sources();
    Map<Integer, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(ROOT.resolve(document))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(Integer.parseInt(row.group(1)), row.group(3));
      }
    }
    assertThat(rows.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, last).boxed().toList());
    rows.forEach((number, shown) -> {
      List<String> tests = TEST.matcher(shown).results().map(found -> found.group()).toList();
      assertThat(tests.isEmpty()).as("row %d", number).isEqualTo(shown.startsWith("Not done: "));
      for (String test : tests) {
        Matcher parts = TEST.matcher(test);
        assertThat(parts.matches()).isTrue();
        assertThat(sources).as("row %d", number).containsKey(parts.group(1));
        if (parts.group(2) != null) {
          assertThat(sources.get(parts.group(1)))
              .as("row %d", number)
              .contains("void " + parts.group(2) + "(");
        }
      }
    });
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : List.of("federation", "server")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString();
          sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
