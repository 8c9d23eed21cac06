package org.colloque.server.media;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * JPEG pictures for print, in cyan, magenta, yellow and black, which the platform's reader does not
 * convert. Adobe's programs store them inverted, and optionally as luminance and chrominance.
 */
final class FourInks {
  private static final int YCCK = 2;

  private FourInks() {}

  static BufferedImage toRgb(Raster raster, byte[] file) {
    int transform = adobeTransform(file);
    boolean inverted = transform >= 0;
    int width = raster.getWidth();
    int height = raster.getHeight();
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width * 4];
    int[] rgb = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        rgb[x] = pixel(row, x * 4, transform == YCCK, inverted);
      }
      out.setRGB(0, y, width, 1, rgb, 0, width);
    }
    return out;
  }

  private static int pixel(int[] row, int at, boolean ycck, boolean inverted) {
    double first = row[at];
    double second = row[at + 1];
    double third = row[at + 2];
    int black = row[at + 3];
    if (ycck) {
      double blueDifference = second - 128;
      double redDifference = third - 128;
      double luminance = first;
      first = luminance + 1.402 * redDifference;
      second = luminance - 0.344136 * blueDifference - 0.714136 * redDifference;
      third = luminance + 1.772 * blueDifference;
    }
    return light(first, black, inverted) << 16
        | light(second, black, inverted) << 8
        | light(third, black, inverted);
  }

  private static int light(double ink, int black, boolean inverted) {
    double clamped = Math.clamp(ink, 0, 255);
    double light = inverted ? clamped * black / 255 : (255 - clamped) * (255 - black) / 255;
    return (int) Math.round(light);
  }

  /** The transform of Adobe's segment, -1 without one. The parser writes it among the first. */
  private static int adobeTransform(byte[] file) {
    int limit = Math.min(file.length - 16, 4_096);
    for (int i = 2; i < limit; i++) {
      if ((file[i] & 0xFF) == 0xFF
          && (file[i + 1] & 0xFF) == 0xEE
          && ImageFormat.startsWith(file, i + 4, "Adobe")) {
        return file[i + 15] & 0xFF;
      }
    }
    return -1;
  }
}
