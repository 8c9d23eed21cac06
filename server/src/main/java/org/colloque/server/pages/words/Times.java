package org.colloque.server.pages.words;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.Direction;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeUnit;
import com.ibm.icu.text.RelativeDateTimeFormatter.Style;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moments in words, as seen at one instant in one time zone: "3 h ago" to read, "Sunday, 22
 * November 2026 at 15:04" to be exact.
 */
public record Times(Messages messages, ZoneId zone, Instant now) {
  private static final Duration RELATIVE_UP_TO = Duration.ofDays(7);
  private static final Map<String, RelativeDateTimeFormatter> RELATIVE = new ConcurrentHashMap<>();
  private static final Map<String, DateFormat> ABSOLUTE = new ConcurrentHashMap<>();

  /** How long ago, up to a week; then the day, with the year when it is not this one. */
  public String relative(Instant moment) {
    Duration age = Duration.between(moment, now);
    if (age.isNegative() || age.compareTo(RELATIVE_UP_TO) >= 0) {
      return day(moment);
    }
    if (age.toMinutes() < 1) {
      return messages.get("time.now");
    }
    if (age.toHours() < 1) {
      return ago(age.toMinutes(), RelativeUnit.MINUTES);
    }
    if (age.toDays() < 1) {
      return ago(age.toHours(), RelativeUnit.HOURS);
    }
    return ago(age.toDays(), RelativeUnit.DAYS);
  }

  /** The full date and time. */
  public String absolute(Instant moment) {
    return format("yMMMMEEEEdjm", moment);
  }

  /** The day alone; without the year when it is the present one. */
  public String day(Instant moment) {
    boolean sameYear = moment.atZone(zone).getYear() == now.atZone(zone).getYear();
    return format(sameYear ? "MMMd" : "yMMMd", moment);
  }

  /** The month and the year, for "joined in". */
  public String month(Instant moment) {
    return format("yMMMM", moment);
  }

  private String ago(long quantity, RelativeUnit unit) {
    return RELATIVE
        .computeIfAbsent(
            messages.language(),
            language ->
                RelativeDateTimeFormatter.getInstance(
                    new ULocale(language),
                    null,
                    Style.SHORT,
                    com.ibm.icu.text.DisplayContext.CAPITALIZATION_NONE))
        .format((double) quantity, Direction.LAST, unit);
  }

  private String format(String skeleton, Instant moment) {
    DateFormat shared =
        ABSOLUTE.computeIfAbsent(
            messages.language() + skeleton,
            _ -> DateFormat.getInstanceForSkeleton(skeleton, regional()));
    // a DateFormat is not safe for use by several threads: each call takes its own copy
    DateFormat own = shared.clone();
    own.setTimeZone(TimeZone.getTimeZone(zone.getId()));
    return own.format(Date.from(moment));
  }

  /** English dates in the international order, day first and 24 hours, as care teams write them. */
  private ULocale regional() {
    return messages.language().equals("en") ? ULocale.UK : ULocale.FRANCE;
  }
}
