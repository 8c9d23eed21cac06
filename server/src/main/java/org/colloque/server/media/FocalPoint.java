package org.colloque.server.media;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The point of a picture that a crop must keep, as Mastodon counts: 0,0 is the middle, x goes from
 * -1 (left) to 1 (right), y from -1 (bottom) to 1 (top).
 */
public record FocalPoint(double x, double y) {
  public static final FocalPoint CENTER = new FocalPoint(0, 0);

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{0,4}(\\.[0-9]{1,20})?");

  /** Values outside of the picture are moved to its edge. */
  public FocalPoint {
    x = Math.clamp(x, -1, 1);
    y = Math.clamp(y, -1, 1);
  }

  /** Reads {@code x,y}; empty when it is not two numbers. */
  public static Optional<FocalPoint> parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    Optional<Double> x = number(parts[0].strip());
    Optional<Double> y = number(parts[1].strip());
    return x.flatMap(left -> y.map(up -> new FocalPoint(left, up)));
  }

  /** The value of CSS {@code object-position} that keeps this point in sight. */
  public String objectPosition() {
    return String.format(Locale.ROOT, "%.1f%% %.1f%%", (x + 1) * 50, (1 - y) * 50);
  }

  private static Optional<Double> number(String text) {
    boolean digits = text.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean number = digits && NUMBER.matcher(text).matches();
    return number ? Optional.of(Double.valueOf(text)) : Optional.empty();
  }
}
