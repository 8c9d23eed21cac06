package org.colloque.server.media;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Turns a parsed file into pixels, of which it holds no more than it may. */
final class ImageDecoder {
  private ImageDecoder() {}

  /** Bytes of memory that decoding every {@code step}th row and column takes. */
  static long cost(ImageFile file, int step) {
    long pixels = (long) file.width() * file.height();
    return pixels / ((long) step * step) * file.bytesPerPixel() + pixels * file.heldPerPixel();
  }

  /** The first frame. {@code step} above 1 leaves rows and columns out to save memory. */
  static BufferedImage decode(ImageFile file, int step) throws IOException {
    try (ImageInputStream in = open(file.stripped())) {
      ImageReader reader = reader(file.format());
      try {
        reader.setInput(in, true, true);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        boolean fourInks = file.format() == ImageFormat.JPEG && isFourInks(file);
        if (fourInks) {
          Raster raster = reader.readRaster(0, param);
          return FourInks.toRgb(raster, file.stripped());
        }
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    }
  }

  static ImageInputStream open(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  static ImageReader reader(ImageFormat format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.contentType());
    if (!readers.hasNext()) {
      throw new IOException("no reader for " + format);
    }
    return readers.next();
  }

  private static boolean isFourInks(ImageFile file) {
    return file.bytesPerPixel() == 4;
  }
}
