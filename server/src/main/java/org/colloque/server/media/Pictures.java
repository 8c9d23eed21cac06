package org.colloque.server.media;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.stream.IntStream;
import net.coobird.thumbnailator.resizers.Resizers;

/** Pixels turned, scaled and cropped. Every result has 32-bit pixels in sRGB. */
final class Pictures {
  private static final int OPAQUE = 0xFF000000;

  private Pictures() {}

  /** The same picture in 32-bit pixels, with transparency only where the source could have some. */
  static BufferedImage plain(BufferedImage image) {
    int type = typeFor(image);
    return image.getType() == type ? image : scaled(image, image.getWidth(), image.getHeight());
  }

  static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage out = new BufferedImage(width, height, typeFor(image));
    if (width == image.getWidth() && height == image.getHeight()) {
      draw(out, image, 0, 0);
    } else {
      Resizers.PROGRESSIVE.resize(image, out);
    }
    return out;
  }

  /** Scaled down to at most {@code pixels}, keeping the proportions; never scaled up. */
  static BufferedImage within(BufferedImage image, long pixels) {
    Size size = Size.within(image.getWidth(), image.getHeight(), pixels);
    boolean fits = size.width() == image.getWidth() && size.height() == image.getHeight();
    return fits ? plain(image) : scaled(image, size.width(), size.height());
  }

  /** The middle of the picture in the given proportions, scaled to fill exactly that size. */
  static BufferedImage covering(BufferedImage image, int width, int height) {
    long wide = Math.min(image.getWidth(), (long) image.getHeight() * width / height);
    long high = Math.min(image.getHeight(), (long) image.getWidth() * height / width);
    int cropWidth = (int) Math.max(1, wide);
    int cropHeight = (int) Math.max(1, high);
    BufferedImage crop =
        image.getSubimage(
            (image.getWidth() - cropWidth) / 2,
            (image.getHeight() - cropHeight) / 2,
            cropWidth,
            cropHeight);
    return scaled(crop, width, height);
  }

  /** Turned and mirrored so that EXIF orientation {@code orientation} (1 to 8) becomes upright. */
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation <= ExifOrientation.UPRIGHT || orientation > 8) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage out =
        new BufferedImage(turned ? height : width, turned ? width : height, image.getType());
    int[] from = pixels(image);
    int[] to = pixels(out);
    int outWidth = out.getWidth();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = width - 1 - x;
        int bottom = height - 1 - y;
        int target =
            switch (orientation) {
              case 2 -> y * outWidth + right;
              case 3 -> bottom * outWidth + right;
              case 4 -> bottom * outWidth + x;
              case 5 -> x * outWidth + y;
              case 6 -> x * outWidth + bottom;
              case 7 -> right * outWidth + bottom;
              default -> right * outWidth + y;
            };
        to[target] = from[y * width + x];
      }
    }
    return out;
  }

  /** Whether every pixel hides what is behind it. */
  static boolean isOpaque(BufferedImage image) {
    return image.getType() == BufferedImage.TYPE_INT_RGB
        || IntStream.of(pixels(image)).allMatch(pixel -> (pixel & OPAQUE) == OPAQUE);
  }

  /** On white, for formats without transparency. */
  static BufferedImage withoutAlpha(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_INT_RGB) {
      return image;
    }
    BufferedImage out =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    java.util.Arrays.fill(pixels(out), 0xFFFFFF);
    Graphics2D graphics = out.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return out;
  }

  static void draw(BufferedImage to, BufferedImage image, int left, int top) {
    Graphics2D graphics = to.createGraphics();
    graphics.setComposite(AlphaComposite.Src);
    graphics.drawImage(image, left, top, null);
    graphics.dispose();
  }

  /** The pixels themselves, not a copy: row by row, 0xAARRGGBB. */
  static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  private static int typeFor(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    return alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
  }
}
