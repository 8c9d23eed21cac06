package org.colloque.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads settings by name and gathers the faults instead of stopping at the first one. It remembers
 * what it was asked for, so that the settings are listed in one place only: where they are read.
 */
final class ConfigReader {
  private final Map<String, ConfigSources.Value> values;
  private final Map<String, String> asked = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  ConfigReader(Map<String, ConfigSources.Value> values) {
    this.values = values;
  }

  String text(String name, String otherwise) {
    asked.put(name, otherwise);
    return textInForce(name, otherwise);
  }

  /** As {@link #text}, for a setting that is asked for elsewhere. */
  String textInForce(String name, String otherwise) {
    ConfigSources.Value value = values.get(name);
    return value == null || value.text().isBlank() ? otherwise : value.text().strip();
  }

  int number(String name, int otherwise, int least, int most) {
    String text = text(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // reported below, as a number out of range is
    }
    fault(name, "\"" + text + "\" is not a whole number from " + least + " to " + most);
    return otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    String text = text(name, Boolean.toString(otherwise));
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> {
        fault(name, "\"" + text + "\" is neither true nor false");
        yield otherwise;
      }
    };
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    String text = text(name, lower(otherwise));
    E[] choices = otherwise.getDeclaringClass().getEnumConstants();
    for (E choice : choices) {
      if (lower(choice).equals(text.toLowerCase(Locale.ROOT))) {
        return choice;
      }
    }
    List<String> words = Arrays.stream(choices).map(ConfigReader::lower).toList();
    fault(name, "\"" + text + "\" is not one of " + String.join(", ", words));
    return otherwise;
  }

  /** A path of the file system; a relative one counts from the working folder. */
  Path path(String name, Path otherwise, String shownDefault) {
    String text = text(name, shownDefault);
    try {
      return text.equals(shownDefault) && !values.containsKey(name)
          ? otherwise
          : Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException notAPath) {
      fault(name, "\"" + text + "\" is not a path: " + notAPath.getReason());
      return otherwise;
    }
  }

  /** Address ranges divided by commas. */
  List<AddressRange> ranges(String name, String otherwise) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String part : text(name, otherwise).split(",", -1)) {
      try {
        if (!part.isBlank()) {
          ranges.add(AddressRange.parse(part.strip()));
        }
      } catch (IllegalArgumentException notARange) {
        fault(name, "\"" + part.strip() + "\" is not an address range such as 10.0.0.0/8 or ::1");
      }
    }
    return List.copyOf(ranges);
  }

  /** Notes a fault; the sentence says where the value came from. */
  void fault(String name, String what) {
    ConfigSources.Value value = values.get(name);
    faults.add(name + (value == null ? "" : " (" + value.origin() + ")") + ": " + what);
  }

  /** The settings that were read, each with its default in the words of the documentation. */
  Map<String, String> asked() {
    return asked;
  }

  /** The settings that were read, each with its text; secrets are hidden. */
  Map<String, String> inForce() {
    Map<String, String> texts = new LinkedHashMap<>();
    asked.forEach((name, otherwise) -> {
      String text = textInForce(name, otherwise);
      boolean secret = name.endsWith("password") || name.endsWith("token");
      texts.put(name, secret && !text.isEmpty() ? "(hidden)" : text);
    });
    return texts;
  }

  /** Every fault, those of names that no one asked for included. */
  List<String> faults() {
    Stream<String> unknown =
        values.entrySet().stream()
            .filter(entry -> !asked.containsKey(entry.getKey()))
            .map(entry -> entry.getKey() + " (" + entry.getValue().origin() + "): no such setting");
    return Stream.concat(faults.stream(), unknown).toList();
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
