package org.colloque.server.media;

/**
 * How much an image may ask for. Checked from its header, before a pixel is decoded.
 *
 * @param fileBytes longest file, in bytes
 * @param pixels most pixels of a picture, width times height
 * @param frames most frames of an animation
 * @param animationPixels most pixels of all frames of an animation together
 * @param scanPixels most pixels times scans of a progressive JPEG, which decodes all at each scan
 */
public record ImageLimits(
    long fileBytes, long pixels, int frames, long animationPixels, long scanPixels) {
  /** Mastodon's {@code image_size_limit}. */
  public static final long FILE_BYTES_MAX = 16L * 1024 * 1024;

  /** Mastodon's {@code image_matrix_limit}: 7680 by 4320. */
  public static final long PIXELS_MAX = 33_177_600;

  public static final int FRAMES_MAX = 500;
  public static final long ANIMATION_PIXELS_MAX = 100_000_000;
  public static final long SCAN_PIXELS_MAX = 500_000_000;

  public static final ImageLimits DEFAULT = ofFileBytes(FILE_BYTES_MAX);

  /** The usual limits with another size of file, which an instance may set. */
  public static ImageLimits ofFileBytes(long fileBytes) {
    return new ImageLimits(
        fileBytes, PIXELS_MAX, FRAMES_MAX, ANIMATION_PIXELS_MAX, SCAN_PIXELS_MAX);
  }
}
