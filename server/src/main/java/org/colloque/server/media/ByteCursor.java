package org.colloque.server.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a file in memory from front to back; reading past its end is a damaged image. */
final class ByteCursor {
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = Math.min(end, bytes.length);
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  void seek(int target) throws DamagedImageException {
    if (target < 0 || target > end) {
      throw new DamagedImageException("points outside of the file");
    }
    position = target;
  }

  void skip(long count) throws DamagedImageException {
    need(count);
    position += (int) count;
  }

  int u8() throws DamagedImageException {
    need(1);
    return bytes[position++] & 0xFF;
  }

  int u16() throws DamagedImageException {
    return u8() << 8 | u8();
  }

  int u16LittleEndian() throws DamagedImageException {
    return u8() | u8() << 8;
  }

  int u24LittleEndian() throws DamagedImageException {
    return u8() | u8() << 8 | u8() << 16;
  }

  long u32() throws DamagedImageException {
    return (long) u16() << 16 | u16();
  }

  long u32LittleEndian() throws DamagedImageException {
    return u16LittleEndian() | (long) u16LittleEndian() << 16;
  }

  String ascii(int length) throws DamagedImageException {
    return new String(take(length), StandardCharsets.ISO_8859_1);
  }

  byte[] take(long length) throws DamagedImageException {
    need(length);
    int from = position;
    position += (int) length;
    return Arrays.copyOfRange(bytes, from, position);
  }

  private void need(long count) throws DamagedImageException {
    if (count < 0 || count > remaining()) {
      throw new DamagedImageException("ends too early");
    }
  }
}
