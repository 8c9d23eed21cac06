package org.colloque.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/settings.md, the names that are read and the record say the same. */
class SettingsTableTest {
  private static final Path TABLE = Path.of("../docs/settings.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\| (`[^`]+`|empty) \\| \\S.*\\|$");

  private record Row(String variable, String otherwise) {}

  @Test
  void theTableHasEverySettingWithItsDefaultAndNoOther() throws IOException {
    Map<String, String> table = new LinkedHashMap<>();
    rows().forEach((name, row) -> table.put(name, row.otherwise()));
    assertThat(table).isEqualTo(Config.defaults());
  }

  @Test
  void theTableNamesTheVariableOfEachSetting() throws IOException {
    rows()
        .forEach((name, row) -> assertThat(row.variable()).isEqualTo(ConfigSources.variable(name)));
  }

  @Test
  void eachComponentOfTheRecordIsASettingAndNothingElseIs() {
    assertThat(components(Config.class, "").toList())
        .containsExactlyInAnyOrderElementsOf(Config.defaults().keySet());
  }

  private static Map<String, Row> rows() throws IOException {
    List<String> lines =
        Files.readAllLines(TABLE).stream().filter(l -> l.startsWith("| `")).toList();
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher matcher = ROW.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      String otherwise = matcher.group(3).replace("`", "");
      rows.put(
          matcher.group(1), new Row(matcher.group(2), otherwise.equals("empty") ? "" : otherwise));
    }
    assertThat(rows).hasSameSizeAs(lines);
    return rows;
  }

  private static Stream<String> components(Class<?> type, String prefix) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component -> names(component, prefix + kebab(component.getName())));
  }

  private static Stream<String> names(RecordComponent component, String name) {
    boolean nested = component.getType().getEnclosingClass() == Config.class;
    return nested && component.getType().isRecord()
        ? components(component.getType(), name + ".")
        : Stream.of(name);
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
