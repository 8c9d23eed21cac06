package org.colloque.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where settings come from: the defaults, then one file, then the environment, which wins. */
final class ConfigSources {
  static final String FILE_NAME = "colloque.properties";
  static final String ENVIRONMENT_PREFIX = "COLLOQUE_";
  static final String CONFIG_VARIABLE = "COLLOQUE_CONFIG";

  /** Read by the start script, not settings of the program. */
  private static final Set<String> SCRIPT_VARIABLES =
      Set.of(CONFIG_VARIABLE, "COLLOQUE_JAVA_OPTIONS", "COLLOQUE_HEAP");

  /** The text of a setting, and where it was found, for the sentence about a fault. */
  record Value(String text, String origin) {}

  private ConfigSources() {}

  /** {@code listen.port} is {@code COLLOQUE_LISTEN_PORT}. */
  static String variable(String name) {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * The values of the file, then of the environment over them.
   *
   * @param names every setting there is: a variable that is none of them is not a setting
   * @throws ConfigFaults when the file cannot be read
   */
  static Map<String, Value> read(
      @Nullable Path named,
      Map<String, String> environment,
      Path defaultFolder,
      Set<String> names) {
    Map<String, Value> values = new TreeMap<>(file(named, environment, defaultFolder));
    for (String name : names) {
      String text = environment.get(variable(name));
      if (text != null && !text.isBlank()) {
        values.put(name, new Value(text, variable(name) + " in the environment"));
      }
    }
    return values;
  }

  /** Variables that look like settings and are none: a slip of the pen, or another program's. */
  static List<String> unknownVariables(Map<String, String> environment, Set<String> names) {
    List<String> known = names.stream().map(ConfigSources::variable).toList();
    return environment.keySet().stream()
        .filter(variable -> variable.startsWith(ENVIRONMENT_PREFIX))
        .filter(variable -> !known.contains(variable) && !SCRIPT_VARIABLES.contains(variable))
        .sorted()
        .toList();
  }

  private static Map<String, Value> file(
      @Nullable Path named, Map<String, String> environment, Path defaultFolder) {
    String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
    if (named != null) {
      return file(named);
    }
    if (!variable.isBlank()) {
      return file(Path.of(variable));
    }
    String folder = environment.getOrDefault(variable("data-folder"), "");
    Path file = (folder.isBlank() ? defaultFolder : Path.of(folder)).resolve(FILE_NAME);
    return Files.exists(file) ? file(file) : Map.of();
  }

  private static Map<String, Value> file(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ConfigFaults(List.of("the file " + file + " cannot be read: " + unreadable));
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, new Value(properties.getProperty(name), file.toString()));
    }
    return values;
  }
}
