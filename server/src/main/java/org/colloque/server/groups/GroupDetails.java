package org.colloque.server.groups;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.kit.Fault;

/**
 * What organisers choose about their group. Texts are without white space around them.
 *
 * @param charter Markdown
 * @param rhythm in words
 * @param seats for how many organisers, moderators and members there is room
 * @param zone in which the group's hours are meant
 */
public record GroupDetails(
    String name,
    String description,
    String charter,
    GroupType type,
    GroupVisibility visibility,
    String rhythm,
    int seats,
    ZoneId zone) {
  public static final int MAX_NAME = 80;
  public static final int MAX_DESCRIPTION = 1_000;
  public static final int MAX_CHARTER = 20_000;
  public static final int MAX_RHYTHM = 120;

  /** Fewer cannot be a group (B.1). */
  public static final int LEAST_SEATS = 3;

  public static final int DEFAULT_SEATS = 10;

  /** With fewer or more, a small group is told that it is unusual (B.1). */
  public static final int ADVISED_LEAST = 6;

  public static final int ADVISED_MOST = 10;

  public static final ZoneId DEFAULT_ZONE = ZoneId.of("Europe/Paris");

  /** A group of which nothing has been said yet. */
  public static GroupDetails defaults() {
    return new GroupDetails(
        "", "", "", GroupType.PEER, GroupVisibility.SECRET, "", DEFAULT_SEATS, DEFAULT_ZONE);
  }

  /** Every detail by its name, as text. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("name", name);
    texts.put("description", description);
    texts.put("charter", charter);
    texts.put("type", type.wire());
    texts.put("visibility", visibility.wire());
    texts.put("rhythm", rhythm);
    texts.put("seats", Integer.toString(seats));
    texts.put("zone", zone.getId());
    return texts;
  }

  /**
   * These details with what {@code texts} names in their place. What cannot be read stays as it is;
   * {@link #faults} tells.
   */
  public GroupDetails with(Map<String, String> texts) {
    return new GroupDetails(
        texts.getOrDefault("name", name).strip(),
        texts.getOrDefault("description", description).strip(),
        texts.getOrDefault("charter", charter).strip(),
        Optional.ofNullable(texts.get("type")).flatMap(GroupType::parse).orElse(type),
        Optional.ofNullable(texts.get("visibility"))
            .flatMap(GroupVisibility::parse)
            .orElse(visibility),
        texts.getOrDefault("rhythm", rhythm).strip(),
        Optional.ofNullable(texts.get("seats")).flatMap(GroupDetails::number).orElse(seats),
        Optional.ofNullable(texts.get("zone")).flatMap(GroupDetails::zone).orElse(zone));
  }

  /** What is wrong with {@link #with} these texts, by name; empty when nothing is. */
  public Map<String, Fault> faults(Map<String, String> texts) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    GroupDetails changed = with(texts);
    length(faults, "name", changed.name, MAX_NAME);
    if (changed.name.isEmpty()) {
      faults.put("name", Fault.BLANK);
    }
    length(faults, "description", changed.description, MAX_DESCRIPTION);
    length(faults, "charter", changed.charter, MAX_CHARTER);
    length(faults, "rhythm", changed.rhythm, MAX_RHYTHM);
    unreadable(faults, texts, "type", GroupType::parse);
    unreadable(faults, texts, "visibility", GroupVisibility::parse);
    unreadable(faults, texts, "zone", GroupDetails::zone);
    unreadable(faults, texts, "seats", GroupDetails::number);
    if (changed.seats < LEAST_SEATS || changed.seats > changed.type.mostSeats()) {
      faults.put("seats", Fault.INCLUSION);
    }
    return faults;
  }

  private static void length(Map<String, Fault> faults, String name, String text, int most) {
    if (text.codePointCount(0, text.length()) > most) {
      faults.put(name, Fault.TOO_LONG);
    } else if (text.chars()
        .anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
      faults.put(name, Fault.INVALID);
    }
  }

  private static void unreadable(
      Map<String, Fault> faults,
      Map<String, String> texts,
      String name,
      java.util.function.Function<String, Optional<?>> reading) {
    String text = texts.get(name);
    if (text != null && reading.apply(text).isEmpty()) {
      faults.put(name, Fault.INCLUSION);
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return ZoneId.getAvailableZoneIds().contains(text)
          ? Optional.of(ZoneId.of(text))
          : Optional.empty();
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }
}
