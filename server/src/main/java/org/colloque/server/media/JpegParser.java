package org.colloque.server.media;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Walks the segments of a JPEG (ITU T.81 annex B) and keeps those that make the picture. */
final class JpegParser {
  private static final String EXIF = "Exif\0\0";
  private static final String ICC = "ICC_PROFILE\0";

  private final byte[] file;
  private final ByteCursor in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream profile = new ByteArrayOutputStream();
  private int width;
  private int height;
  private int components;
  private int coefficientBytes;
  private int scans;
  private boolean progressive;
  private int orientation = ExifOrientation.UPRIGHT;

  JpegParser(byte[] file) {
    this.file = file;
    this.in = new ByteCursor(file, 0, file.length);
  }

  ImageFile parse() throws DamagedImageException {
    in.skip(2);
    write(0xFF, 0xD8);
    boolean more = true;
    while (more && in.remaining() > 0) {
      more = segment();
    }
    write(0xFF, 0xD9);
    if (width == 0 || height == 0 || scans == 0) {
      throw new DamagedImageException("has no picture");
    }
    int held = progressive ? coefficientBytes : 0;
    long pixels = (long) width * height;
    return new ImageFile(
        ImageFormat.JPEG,
        kept.toByteArray(),
        width,
        height,
        1,
        pixels,
        scans,
        components,
        held,
        true,
        orientation,
        profile());
  }

  private byte @Nullable [] profile() {
    boolean usable = components == 3 && profile.size() > 0;
    return usable && profile.size() <= ImageFile.PROFILE_BYTES_MAX ? profile.toByteArray() : null;
  }

  private boolean segment() throws DamagedImageException {
    int marker = marker();
    if (marker == 0xD9) {
      return false;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      return true;
    }
    int start = in.position();
    int length = in.u16();
    if (length < 2) {
      throw new DamagedImageException("has a segment without a length");
    }
    in.skip(length - 2L);
    int end = in.position();
    switch (marker) {
      case 0xC0, 0xC1, 0xC2 -> frame(marker, start, end);
      case 0xC4, 0xDB, 0xDD -> keep(marker, start, end);
      case 0xDA -> scan(start, end);
      case 0xE0 -> jfif(start);
      case 0xE1 -> exif(start, end);
      case 0xE2 -> icc(start, end);
      case 0xEE -> adobe(start, end);
      case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
          throw new DamagedImageException("is of a kind that browsers do not show");
      default -> {} // every other segment is not picture
    }
    return true;
  }

  private int marker() throws DamagedImageException {
    if (in.u8() != 0xFF) {
      throw new DamagedImageException("has no marker where one must be");
    }
    int marker = in.u8();
    while (marker == 0xFF) {
      marker = in.u8();
    }
    return marker;
  }

  private void frame(int marker, int start, int end) throws DamagedImageException {
    ByteCursor header = new ByteCursor(file, start + 3, end);
    if (width != 0) {
      throw new DamagedImageException("has two pictures");
    }
    height = header.u16();
    width = header.u16();
    components = header.u8();
    progressive = marker == 0xC2;
    if (components != 1 && components != 3 && components != 4) {
      throw new DamagedImageException("has " + components + " components");
    }
    coefficientBytes = coefficientBytes(header);
    keep(marker, start, end);
  }

  /** What a progressive decoder keeps for each pixel: two bytes for each sample of it. */
  private int coefficientBytes(ByteCursor header) throws DamagedImageException {
    int samples = 0;
    int most = 1;
    for (int i = 0; i < components; i++) {
      header.skip(1);
      int sampling = header.u8();
      header.skip(1);
      int area = (sampling >> 4) * (sampling & 15);
      samples += area;
      most = Math.max(most, area);
    }
    return Math.ceilDiv(2 * samples, most);
  }

  private void scan(int start, int end) throws DamagedImageException {
    scans++;
    keep(0xDA, start, end);
    int position = end;
    while (position + 1 < file.length && !isMarker(position)) {
      position++;
    }
    int dataEnd = position + 1 < file.length ? position : file.length;
    kept.write(file, end, dataEnd - end);
    in.seek(dataEnd);
  }

  private boolean isMarker(int position) {
    int next = file[position + 1] & 0xFF;
    boolean data = next == 0 || (next >= 0xD0 && next <= 0xD7) || next == 0xFF;
    return (file[position] & 0xFF) == 0xFF && !data;
  }

  private void jfif(int start) {
    if (ImageFormat.startsWith(file, start + 2, "JFIF\0")) {
      write(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
    }
  }

  private void exif(int start, int end) {
    if (ImageFormat.startsWith(file, start + 2, EXIF)) {
      orientation = ExifOrientation.read(file, start + 2 + EXIF.length(), end);
    }
  }

  private void icc(int start, int end) {
    int data = start + 2 + ICC.length() + 2;
    if (data < end && ImageFormat.startsWith(file, start + 2, ICC)) {
      profile.write(file, data, end - data);
    }
  }

  /** Only the colour transform of Adobe's segment says something about the pixels. */
  private void adobe(int start, int end) {
    if (end - start >= 14 && ImageFormat.startsWith(file, start + 2, "Adobe")) {
      int transform = file[start + 13] & 0xFF;
      write(0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform);
    }
  }

  private void keep(int marker, int start, int end) {
    write(0xFF, marker);
    kept.write(file, start, end - start);
  }

  private void write(int... values) {
    for (int value : values) {
      kept.write(value);
    }
  }
}
