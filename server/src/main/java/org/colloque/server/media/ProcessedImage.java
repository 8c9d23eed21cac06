package org.colloque.server.media;

import org.jspecify.annotations.Nullable;

/** What became of an upload. */
public sealed interface ProcessedImage {
  /**
   * The image, written anew.
   *
   * @param original the picture, at most {@link ImageProcessor#ORIGINAL_PIXELS_MAX} pixels
   * @param small the thumbnail; null for avatars and headers
   * @param blurhash 4 by 3 components; empty for avatars and headers
   * @param averageColor as {@code #rrggbb}
   * @param animated whether the original is an animated GIF
   */
  record Ready(
      Picture original,
      @Nullable Picture small,
      String blurhash,
      String averageColor,
      boolean animated)
      implements ProcessedImage {}

  /** Nothing was kept. */
  record Refused(Reason reason) implements ProcessedImage {}

  /** Why an upload is refused; what people read about it stands in the messages. */
  enum Reason {
    EMPTY,
    FILE_TOO_LARGE,
    /** Not JPEG, PNG, GIF or WebP, whatever its name says. */
    UNKNOWN_FORMAT,
    TOO_MANY_PIXELS,
    TOO_MANY_FRAMES,
    DAMAGED,
    /** Too much work at the moment: worth another try later. */
    BUSY
  }
}
