package org.colloque.server.media;

/** Finds the one EXIF entry that changes how a picture looks: tag 0x0112 of the first directory. */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * The orientation, 1 to 8, from a TIFF structure in {@code bytes} from {@code start}; 1 if it is
   * missing or wrong, since a broken EXIF block must not lose the picture.
   */
  static int read(byte[] bytes, int start, int end) {
    try {
      ByteCursor in = new ByteCursor(bytes, start, end);
      String order = in.ascii(2);
      boolean little = order.equals("II");
      if ((!little && !order.equals("MM")) || u16(in, little) != 42) {
        return UPRIGHT;
      }
      in.seek(Math.toIntExact(start + (little ? in.u32LittleEndian() : in.u32())));
      int entries = u16(in, little);
      for (int i = 0; i < entries; i++) {
        int tag = u16(in, little);
        int type = u16(in, little);
        in.skip(4);
        int value = u16(in, little);
        if (tag == TAG) {
          return type == 3 && value >= 1 && value <= 8 ? value : UPRIGHT;
        }
        in.skip(ENTRY_BYTES - 10L);
      }
      return UPRIGHT;
    } catch (DamagedImageException | ArithmeticException broken) {
      return UPRIGHT;
    }
  }

  private static int u16(ByteCursor in, boolean little) throws DamagedImageException {
    return little ? in.u16LittleEndian() : in.u16();
  }
}
