package org.colloque.server.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pixels, and nothing beside them. */
final class ImageEncoder {
  private static final float JPEG_QUALITY = 0.85f;

  /** Above this an opaque PNG is taken for a photograph, which JPEG stores in a fraction. */
  static final int PNG_BYTES_MAX = 1_500_000;

  private ImageEncoder() {}

  /** JPEG for photographs, PNG for drawings and for whatever has transparent parts. */
  static Picture encode(BufferedImage image, boolean photograph) throws IOException {
    boolean opaque = Pictures.isOpaque(image);
    if (opaque && photograph) {
      return jpeg(image);
    }
    Picture png = png(opaque ? Pictures.withoutAlpha(image) : image);
    return opaque && png.bytes().length > PNG_BYTES_MAX ? jpeg(image) : png;
  }

  static Picture png(BufferedImage image) throws IOException {
    return picture(ImageFormat.PNG, image, write(ImageFormat.PNG, image));
  }

  private static Picture jpeg(BufferedImage image) throws IOException {
    BufferedImage opaque = Pictures.withoutAlpha(image);
    return picture(ImageFormat.JPEG, image, write(ImageFormat.JPEG, opaque));
  }

  private static Picture picture(ImageFormat format, BufferedImage image, byte[] bytes) {
    return new Picture(bytes, format, new Size(image.getWidth(), image.getHeight()));
  }

  private static byte[] write(ImageFormat format, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(format.contentType()).next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format == ImageFormat.JPEG) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
