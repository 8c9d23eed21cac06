package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents name a test for each row of the specification's tables, or say why there is none:
 * {@code docs/federation.md} for its quirks, {@code docs/security.md} for how others failed, {@code
 * docs/reliability.md} for its checks.
 */
class SpecificationTablesTest {
  private static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\| (.+) \\|");
  private static final Pattern CHECK =
      Pattern.compile("\\| C(\\d\\d) \\| (.+) \\| (.+) \\| (.+) \\|");
  private static final Pattern FILE = Pattern.compile("(Test|Checks|Benchmarks)\\.java$");
  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|Checks|Benchmarks))(?:\\.(\\w+))?`");

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
      assertExist("row " + number, tests, sources);
    });
  }

  @Test
  void everyCheckBetweenServersHasATestOrACommandThatExists() throws IOException {
    Map<String, String> sources = sources();
    Set<Integer> checks = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/reliability.md"))) {
      Matcher row = CHECK.matcher(line);
      if (row.matches()) {
        checks.add(Integer.parseInt(row.group(1)));
        List<String> tests =
            TEST.matcher(row.group(3)).results().map(found -> found.group()).toList();
        assertThat(tests).as(line).isNotEmpty();
        assertExist("C" + row.group(1), tests, sources);
      }
    }
    assertThat(checks)
        .containsAll(IntStream.rangeClosed(5, 18).boxed().toList())
        .containsAll(IntStream.rangeClosed(21, 36).boxed().toList())
        .contains(39, 43, 45, 46, 47, 48, 49, 50, 51, 52, 53);
  }

  private static void assertExist(String row, List<String> tests, Map<String, String> sources) {
    for (String test : tests) {
      Matcher parts = TEST.matcher(test);
      assertThat(parts.matches()).isTrue();
      assertThat(sources).as(row).containsKey(parts.group(1));
      if (parts.group(2) != null) {
        assertThat(sources.get(parts.group(1))).as(row).contains("void " + parts.group(2) + "(");
      }
    }
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : List.of("federation", "server")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
        for (Path file : files.filter(each -> FILE.matcher(each.toString()).find()).toList()) {
          String name = file.getFileName().toString();
          sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
