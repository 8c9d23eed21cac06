package org.colloque.server.media;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a PNG or APNG and keeps those of the still picture. */
final class PngParser {
  private static final int SIGNATURE_BYTES = 8;
  private static final int CRC_BYTES = 4;
  private static final long SIDE_MAX = Integer.MAX_VALUE;

  private final byte[] file;
  private final ByteCursor in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int width;
  private int height;
  private int bytesPerPixel;
  private int declaredFrames = 1;
  private int frameControls;
  private boolean data;
  private int orientation = ExifOrientation.UPRIGHT;
  private byte @Nullable [] profile;

  PngParser(byte[] file) {
    this.file = file;
    this.in = new ByteCursor(file, 0, file.length);
  }

  ImageFile parse() throws DamagedImageException {
    in.skip(SIGNATURE_BYTES);
    kept.write(file, 0, SIGNATURE_BYTES);
    boolean more = true;
    while (more && in.remaining() > 0) {
      more = chunk();
    }
    if (width == 0 || !data) {
      throw new DamagedImageException("has no picture");
    }
    if (more) {
      throw new DamagedImageException("has no end");
    }
    int frames = Math.max(declaredFrames, frameControls);
    return new ImageFile(
        ImageFormat.PNG,
        kept.toByteArray(),
        width,
        height,
        frames,
        (long) width * height,
        1,
        bytesPerPixel,
        0,
        false,
        orientation,
        profile);
  }

  private boolean chunk() throws DamagedImageException {
    int start = in.position();
    long length = in.u32();
    String type = in.ascii(4);
    int body = in.position();
    in.skip(length + CRC_BYTES);
    int end = in.position() - CRC_BYTES;
    if (start == SIGNATURE_BYTES != type.equals("IHDR")) {
      throw new DamagedImageException("does not start with its header");
    }
    switch (type) {
      case "IHDR" -> header(new ByteCursor(file, body, end));
      case "acTL" ->
          declaredFrames = (int) Math.min(new ByteCursor(file, body, end).u32(), SIDE_MAX);
      case "fcTL" -> frameControls++;
      case "eXIf" -> orientation = ExifOrientation.read(file, body, end);
      case "iCCP" -> profile = inflateProfile(body, end);
      default -> {} // text, time and unknown chunks are not picture
    }
    data |= type.equals("IDAT");
    switch (type) {
      case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> kept.write(file, start, in.position() - start);
      default -> {}
    }
    return !type.equals("IEND");
  }

  private void header(ByteCursor header) throws DamagedImageException {
    long wide = header.u32();
    long high = header.u32();
    if (wide == 0 || high == 0 || wide > SIDE_MAX || high > SIDE_MAX) {
      throw new DamagedImageException("has no size");
    }
    width = (int) wide;
    height = (int) high;
    int depth = header.u8();
    int samples =
        switch (header.u8()) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw new DamagedImageException("has an unknown colour type");
        };
    bytesPerPixel = samples * (depth == 16 ? 2 : 1);
  }

  private byte @Nullable [] inflateProfile(int body, int end) {
    int name = body;
    while (name < end && file[name] != 0) {
      name++;
    }
    int compressed = name + 2;
    if (compressed >= end) {
      return null;
    }
    byte[] out = new byte[ImageFile.PROFILE_BYTES_MAX];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(file, compressed, end - compressed);
      int length = inflater.inflate(out);
      return inflater.finished() && length > 0 ? Arrays.copyOf(out, length) : null;
    } catch (DataFormatException broken) {
      return null;
    }
  }
}
