package org.colloque.server.media;

import org.jspecify.annotations.Nullable;

/**
 * What the header of an upload says, and the same image without the blocks that are not picture.
 *
 * @param stripped a file of the same format with only what a decoder needs
 * @param width as stored, before the orientation is applied
 * @param frames 1 for a still image
 * @param framePixels pixels of all frames together
 * @param scans how often a decoder passes over the whole picture
 * @param bytesPerPixel memory of the decoded picture, per pixel that is read
 * @param heldPerPixel memory that a decoder needs besides, per pixel of the whole picture
 * @param lossy whether the pixels went through a lossy encoding already
 * @param orientation EXIF 1 to 8
 * @param profile the ICC profile, if there is one of a usual size
 */
record ImageFile(
    ImageFormat format,
    byte[] stripped,
    int width,
    int height,
    int frames,
    long framePixels,
    int scans,
    int bytesPerPixel,
    int heldPerPixel,
    boolean lossy,
    int orientation,
    byte @Nullable [] profile) {

  /** Longest colour profile that is looked at; those of cameras and screens have a few hundred. */
  static final int PROFILE_BYTES_MAX = 65_536;

  long pixels() {
    return (long) width * height;
  }

  static ImageFile parse(ImageFormat format, byte[] file) throws DamagedImageException {
    return switch (format) {
      case JPEG -> new JpegParser(file).parse();
      case PNG -> new PngParser(file).parse();
      case GIF -> GifFile.parse(file).asImage();
      case WEBP -> new WebpParser(file).parse();
    };
  }
}
