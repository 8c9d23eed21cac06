package org.colloque.server.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a WebP and keeps those of its picture, or of the first of its frames. */
final class WebpParser {
  /** What the decoder in Java holds for each pixel: measured with a small heap, rounded up. */
  static final int BYTES_PER_PIXEL = 6;

  private static final int FRAME_HEADER_BYTES = 16;

  private final byte[] file;
  private final ByteArrayOutputStream alpha = new ByteArrayOutputStream();
  private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
  private int canvasWidth;
  private int canvasHeight;
  private int width;
  private int height;
  private int frames;
  private boolean lossy;
  private int orientation = ExifOrientation.UPRIGHT;
  private byte @Nullable [] profile;

  WebpParser(byte[] file) {
    this.file = file;
  }

  ImageFile parse() throws DamagedImageException {
    ByteCursor in = new ByteCursor(file, 4, file.length);
    long size = in.u32LittleEndian();
    in.skip(4);
    // what stands behind the declared size is not the image
    chunks(new ByteCursor(file, in.position(), (int) Math.min(file.length, size + 8)), 0);
    if (width == 0 || height == 0) {
      throw new DamagedImageException("has no picture");
    }
    int wide = Math.max(width, canvasWidth);
    int high = Math.max(height, canvasHeight);
    long pixels = (long) wide * high;
    boolean enlarged = (long) width * height != pixels;
    if (enlarged && frames == 0) {
      throw new DamagedImageException("has a picture of another size than it says");
    }
    return new ImageFile(
        ImageFormat.WEBP,
        rebuilt(),
        width,
        height,
        Math.max(1, frames),
        pixels,
        1,
        0,
        BYTES_PER_PIXEL,
        lossy,
        orientation,
        profile);
  }

  private void chunks(ByteCursor in, int depth) throws DamagedImageException {
    while (in.remaining() >= 8) {
      String type = in.ascii(4);
      long length = in.u32LittleEndian();
      int body = in.position();
      in.skip(length);
      in.skip(in.remaining() > 0 ? length & 1 : 0);
      chunk(type, body, (int) (body + length), depth);
    }
  }

  private void chunk(String type, int body, int end, int depth) throws DamagedImageException {
    ByteCursor in = new ByteCursor(file, body, end);
    switch (type) {
      case "VP8X" -> {
        in.skip(4);
        canvasWidth = in.u24LittleEndian() + 1;
        canvasHeight = in.u24LittleEndian() + 1;
      }
      case "ANMF" -> {
        frames++;
        if (depth == 0 && frames == 1) {
          in.skip(FRAME_HEADER_BYTES);
          chunks(in, 1);
        }
      }
      case "ALPH" -> keep(alpha, type, body, end);
      case "VP8 " -> lossy(in, body, end);
      case "VP8L" -> lossless(in, body, end);
      case "EXIF" -> orientation = ExifOrientation.read(file, exifStart(body), end);
      case "ICCP" ->
          profile = in.remaining() <= ImageFile.PROFILE_BYTES_MAX ? in.take(end - body) : null;
      default -> {} // XMP and unknown chunks are not picture
    }
  }

  private int exifStart(int body) {
    return ImageFormat.startsWith(file, body, "Exif\0\0") ? body + 6 : body;
  }

  private void lossy(ByteCursor in, int body, int end) throws DamagedImageException {
    in.skip(3);
    if (in.u8() != 0x9D || in.u8() != 0x01 || in.u8() != 0x2A) {
      throw new DamagedImageException("has no key frame");
    }
    if (width == 0) {
      lossy = true;
      width = in.u16LittleEndian() & 0x3FFF;
      height = in.u16LittleEndian() & 0x3FFF;
      keep(picture, "VP8 ", body, end);
    }
  }

  private void lossless(ByteCursor in, int body, int end) throws DamagedImageException {
    if (in.u8() != 0x2F) {
      throw new DamagedImageException("has no lossless signature");
    }
    if (width == 0) {
      long bits = in.u32LittleEndian();
      width = (int) (bits & 0x3FFF) + 1;
      height = (int) (bits >> 14 & 0x3FFF) + 1;
      keep(picture, "VP8L", body, end);
    }
  }

  private void keep(ByteArrayOutputStream to, String type, int body, int end) {
    if (to.size() == 0) {
      to.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
      littleEndian(to, end - body, 4);
      to.write(file, body, end - body);
      if (((end - body) & 1) == 1) {
        to.write(0);
      }
    }
  }

  private byte[] rebuilt() {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    if (lossy && alpha.size() > 0) {
      chunks.writeBytes("VP8X".getBytes(StandardCharsets.ISO_8859_1));
      littleEndian(chunks, 10, 4);
      littleEndian(chunks, 0x10, 4);
      littleEndian(chunks, width - 1, 3);
      littleEndian(chunks, height - 1, 3);
      chunks.writeBytes(alpha.toByteArray());
    }
    chunks.writeBytes(picture.toByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
    littleEndian(out, chunks.size() + 4, 4);
    out.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(chunks.toByteArray());
    return out.toByteArray();
  }

  private static void littleEndian(ByteArrayOutputStream out, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >> (8 * i));
    }
  }
}
