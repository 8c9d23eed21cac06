package org.colloque.server.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Uploads made byte by byte, the honest and the hostile. */
final class Samples {
  static final int RED = 0xFFFF0000;
  static final int GREEN = 0xFF00FF00;
  static final int BLUE = 0xFF0000FF;
  static final int WHITE = 0xFFFFFFFF;

  /**
   * 16 by 16, red above blue, encoded by Google's tool: lossy, and lossy with a clear left half.
   */
  static final byte[] WEBP_LOSSY =
      Base64.getDecoder()
          .decode(
              "UklGRkQAAABXRUJQVlA4IDgAAAAwAgCdASoQABAAAMASJaACdLoB+AH4gARoAAD+/SoP//36PX/u82Cf9aOf+tHP"
                  + "/60c/XQ0beVAAA==");

  static final byte[] WEBP_ALPHA =
      Base64.getDecoder()
          .decode(
              "UklGRnAAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSBIAAAABDzD/ERFCLJjMX7o7g4j+hy5WUDggOAAAADAC"
                  + "AJ0BKhAAEAAAwBIloAJ0ugH4AfiABGgAAP79Kg///fo9f+7zYJ/1o5/60c//rRz9dDRt5UAA");

  private Samples() {}

  /** Red and green above, blue and white below. */
  static BufferedImage quarters(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean left = x < width / 2;
        boolean top = y < height / 2;
        image.setRGB(x, y, top ? (left ? RED : GREEN) : left ? BLUE : WHITE);
      }
    }
    return image;
  }

  /**
   * The picture as a camera stores it with an EXIF orientation: row 0 and column 0 are the visual
   * sides that the standard's table names.
   */
  static BufferedImage stored(BufferedImage upright, int orientation) {
    int width = upright.getWidth();
    int height = upright.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage out =
        new BufferedImage(turned ? height : width, turned ? width : height, upright.getType());
    for (int row = 0; row < out.getHeight(); row++) {
      for (int column = 0; column < out.getWidth(); column++) {
        int across = turned ? row : column;
        int down = turned ? column : row;
        boolean fromRight =
            orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean fromBottom =
            orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int x = fromRight ? width - 1 - across : across;
        int y = fromBottom ? height - 1 - down : down;
        out.setRGB(column, row, upright.getRGB(x, y));
      }
    }
    return out;
  }

  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException(format);
      }
      return out.toByteArray();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static BufferedImage decode(byte[] bytes) {
    try {
      return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] insert(byte[] file, int at, byte[]... parts) {
    byte[] head = java.util.Arrays.copyOf(file, at);
    byte[] tail = java.util.Arrays.copyOfRange(file, at, file.length);
    return join(head, join(parts), tail);
  }

  static byte[] segment(int marker, byte[] body) {
    return join(bytes(0xFF, marker, (body.length + 2) >> 8, body.length + 2), body);
  }

  /** A TIFF structure with an orientation, followed by whatever a camera adds. */
  static byte[] exif(int orientation, ByteOrder order, byte[] more) {
    ByteBuffer out = ByteBuffer.allocate(26 + more.length).order(order);
    out.put(ascii(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")).putShort((short) 42).putInt(8);
    out.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    out.putShort((short) orientation).putShort((short) 0).putInt(0);
    return out.put(more).array();
  }

  static byte[] jpegWithExif(BufferedImage image, int orientation, ByteOrder order) {
    byte[] body = join(ascii("Exif\0\0"), exif(orientation, order, new byte[0]));
    return insert(encode(image, "jpeg"), 2, segment(0xE1, body));
  }

  static byte[] chunk(String type, byte[] body) {
    byte[] typed = join(ascii(type), body);
    CRC32 crc = new CRC32();
    crc.update(typed);
    return join(int32(body.length), typed, int32((int) crc.getValue()));
  }

  static byte[] int32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] deflate(byte[] data) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8_192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /** A grey PNG; with {@code whole} its pixels are really there, otherwise only promised. */
  static byte[] greyPng(int width, int height, boolean whole) {
    byte[] header = join(int32(width), int32(height), bytes(8, 0, 0, 0, 0));
    byte[] data = deflate(new byte[whole ? (width + 1) * height : 1]);
    return join(
        bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10),
        chunk("IHDR", header),
        chunk("IDAT", data),
        chunk("IEND", new byte[0]));
  }

  /** A GIF of one-pixel frames. */
  static byte[] gif(int frames, int screen) {
    byte[] head =
        join(
            ascii("GIF89a"),
            bytes(screen, screen >> 8, screen, screen >> 8, 0x80, 0, 0, 0, 0, 0, 255, 255, 255));
    byte[] frame = bytes(0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);
    ByteBuffer out = ByteBuffer.allocate(head.length + frames * frame.length + 1).put(head);
    for (int i = 0; i < frames; i++) {
      out.put(frame);
    }
    return out.put((byte) 0x3B).array();
  }

  /** A lossless WebP, red above, blue below. */
  static byte[] webpLossless(int width, int height) {
    BitWriter bits = new BitWriter();
    bits.put(0x2F, 8).put(width - 1, 14).put(height - 1, 14).put(0, 1).put(0, 3);
    bits.put(0, 1).put(0, 1).put(0, 1);
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    bits.put(1, 1).put(1, 1).put(1, 1).put(0, 8).put(255, 8);
    bits.put(1, 1).put(1, 1).put(1, 1).put(0, 8).put(255, 8);
    bits.put(1, 1).put(0, 1).put(1, 1).put(255, 8);
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean top = y < height / 2;
        bits.put(top ? 1 : 0, 1).put(top ? 0 : 1, 1);
      }
    }
    return riff(webpChunk("VP8L", bits.bytes()));
  }

  static byte[] webpChunk(String type, byte[] body) {
    byte[] padding = new byte[body.length & 1];
    return join(ascii(type), littleEndian(body.length, 4), body, padding);
  }

  static byte[] riff(byte[]... chunks) {
    byte[] body = join(ascii("WEBP"), join(chunks));
    return join(ascii("RIFF"), littleEndian(body.length, 4), body);
  }

  static byte[] vp8x(int flags, int width, int height) {
    return webpChunk(
        "VP8X",
        join(littleEndian(flags, 4), littleEndian(width - 1, 3), littleEndian(height - 1, 3)));
  }

  static byte[] littleEndian(int value, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) (value >> (8 * i));
    }
    return out;
  }

  private static final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int count;

    BitWriter put(int value, int bits) {
      for (int i = 0; i < bits; i++) {
        pending |= (value >> i & 1) << count;
        if (++count == 8) {
          out.write(pending);
          pending = 0;
          count = 0;
        }
      }
      return this;
    }

    byte[] bytes() {
      return join(out.toByteArray(), Samples.bytes(pending));
    }
  }
}
