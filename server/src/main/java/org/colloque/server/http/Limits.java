package org.colloque.server.http;

/**
 * What a route reads at most.
 *
 * @param bodyBytes of the whole body
 * @param uploads whether files of a multipart form are taken
 */
public record Limits(long bodyBytes, boolean uploads) {
  /** An ordinary form or JSON body. */
  public static final long SMALL_BODY_BYTES = 256 * 1024;

  /** A federated activity (federation.md, quirk 11: 1 MB). */
  public static final long ACTIVITY_BYTES = 1024 * 1024;

  public static final Limits NORMAL = new Limits(SMALL_BODY_BYTES, false);
  public static final Limits ACTIVITY = new Limits(ACTIVITY_BYTES, false);

  public static Limits uploads(long bytes) {
    return new Limits(bytes, true);
  }
}
