package org.colloque.federation.vocabulary;

import org.jspecify.annotations.Nullable;

/**
 * A picture, sound, video or document of a note.
 *
 * @param name text alternative
 * @param width in pixels, positive; likewise height
 * @param focalPoint where the picture is cropped around
 */
public record Attachment(
    String url,
    @Nullable String mediaType,
    @Nullable String name,
    @Nullable String blurhash,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable FocalPoint focalPoint) {

  /** Both between -1 and 1, (0, 0) is the centre, y upwards. */
  public record FocalPoint(double x, double y) {}
}
