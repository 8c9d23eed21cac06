package org.colloque.server.media;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a GIF that make the picture.
 *
 * @param stripped screen, colour tables and frames, without any extension
 * @param loops how often the animation runs: 0 for ever, -1 when the file does not say
 */
record GifFile(byte[] stripped, int width, int height, List<Frame> frames, int loops) {
  /**
   * One frame.
   *
   * @param delay hundredths of a second
   * @param disposal 0 to 3, what becomes of the frame before the next
   * @param transparent index of the transparent colour, -1 for none
   */
  record Frame(
      int left, int top, int width, int height, int delay, int disposal, int transparent) {}

  ImageFile asImage() {
    long all = frames.stream().mapToLong(frame -> (long) frame.width * frame.height).sum();
    return new ImageFile(
        ImageFormat.GIF,
        stripped,
        width,
        height,
        frames.size(),
        all,
        1,
        1,
        4,
        false,
        ExifOrientation.UPRIGHT,
        null);
  }

  static GifFile parse(byte[] file) throws DamagedImageException {
    return new Parser(file).parse();
  }

  private static final class Parser {
    private final byte[] file;
    private final ByteCursor in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final List<Frame> frames = new ArrayList<>();
    private int loops = -1;
    private int delay;
    private int disposal;
    private int transparent = -1;

    Parser(byte[] file) {
      this.file = file;
      this.in = new ByteCursor(file, 0, file.length);
    }

    GifFile parse() throws DamagedImageException {
      in.skip(6);
      int width = in.u16LittleEndian();
      int height = in.u16LittleEndian();
      int flags = in.u8();
      in.skip(2);
      in.skip(tableBytes(flags));
      kept.write(file, 0, in.position());
      boolean more = true;
      while (more && in.remaining() > 0) {
        more = block();
      }
      kept.write(0x3B);
      if (width == 0 || height == 0 || frames.isEmpty()) {
        throw new DamagedImageException("has no picture");
      }
      return new GifFile(kept.toByteArray(), width, height, List.copyOf(frames), loops);
    }

    private boolean block() throws DamagedImageException {
      int start = in.position();
      switch (in.u8()) {
        case 0x21 -> extension();
        case 0x2C -> frame(start);
        case 0x3B -> {
          return false;
        }
        default -> throw new DamagedImageException("has an unknown block");
      }
      return true;
    }

    private void extension() throws DamagedImageException {
      int label = in.u8();
      int body = in.position();
      skipSubBlocks();
      ByteCursor block = new ByteCursor(file, body, in.position());
      int length = block.u8();
      if (label == 0xF9 && length >= 4) {
        int flags = block.u8();
        delay = block.u16LittleEndian();
        int index = block.u8();
        disposal = Math.min((flags >> 2) & 7, 3);
        transparent = (flags & 1) == 1 ? index : -1;
      } else if (label == 0xFF && length == 11 && block.ascii(11).equals("NETSCAPE2.0")) {
        if (block.u8() >= 3 && block.u8() == 1) {
          loops = block.u16LittleEndian();
        }
      }
    }

    private void frame(int start) throws DamagedImageException {
      int left = in.u16LittleEndian();
      int top = in.u16LittleEndian();
      int width = in.u16LittleEndian();
      int height = in.u16LittleEndian();
      in.skip(tableBytes(in.u8()));
      in.skip(1);
      skipSubBlocks();
      if (width == 0 || height == 0) {
        throw new DamagedImageException("has an empty frame");
      }
      if (transparent >= 0) {
        kept.writeBytes(new byte[] {0x21, (byte) 0xF9, 4, 1, 0, 0, (byte) transparent, 0});
      }
      kept.write(file, start, in.position() - start);
      frames.add(new Frame(left, top, width, height, delay, disposal, transparent));
      delay = 0;
      disposal = 0;
      transparent = -1;
    }

    private void skipSubBlocks() throws DamagedImageException {
      int length = in.u8();
      while (length > 0) {
        in.skip(length);
        length = in.u8();
      }
    }

    private static int tableBytes(int flags) {
      return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }
  }
}
