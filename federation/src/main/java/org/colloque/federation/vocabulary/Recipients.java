package org.colloque.federation.vocabulary;

import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code to} and {@code cc} of an object or activity (ActivityStreams 2.0, section 5.1), ids in
 * the order they came.
 */
public record Recipients(List<String> to, List<String> cc) {

  /** The public collection, the only spelling we emit: Lemmy compares strings (quirk 23). */
  public static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

  public static final Recipients NONE = new Recipients(List.of(), List.of());

  public Recipients {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
  }

  /**
   * True for the public collection in its full form, as {@code as:Public} and as {@code Public}.
   */
  public static boolean isPublic(String id) {
    return id.equals(PUBLIC) || id.equals("as:Public") || id.equals("Public");
  }

  /** Every addressee once, {@code to} before {@code cc}. */
  public List<String> all() {
    return Stream.concat(to.stream(), cc.stream()).distinct().toList();
  }
}
