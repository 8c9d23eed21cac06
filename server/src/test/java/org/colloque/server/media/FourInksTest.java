package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.colloque.server.media.ProcessedImage.Ready;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourInksTest {
  @TempDir Path folder;

  private static byte[] jpeg(int... inks) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 32, 32, 4, null);
    for (int i = 0; i < 32 * 32; i++) {
      raster.setPixel(i % 32, i / 32, inks);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    return out.toByteArray();
  }

  /**
   * Transform -1 is a file without Adobe's segment: inks as they are. With it they are inverted.
   */
  @ParameterizedTest
  @CsvSource({
    "-1, 255,0,0,0, 00ffff",
    "-1, 0,0,0,255, 000000",
    "-1, 0,0,0,0, ffffff",
    "0, 0,255,255,255, 00ffff",
    "0, 255,255,255,0, 000000",
    "2, 255,128,128,255, ffffff",
    "2, 76,85,255,255, ff0000"
  })
  void printPicturesAreConverted(int transform, int c, int m, int y, int k, String color)
      throws IOException {
    byte[] plain = jpeg(c, m, y, k);
    byte[] adobe =
        Samples.join(Samples.ascii("Adobe"), Samples.bytes(0, 100, 0, 0, 0, 0, transform));
    byte[] file = transform < 0 ? plain : Samples.insert(plain, 2, Samples.segment(0xEE, adobe));
    Ready ready =
        (Ready)
            new ImageProcessor(ImageLimits.DEFAULT).process(Files.write(folder.resolve("a"), file));
    BufferedImage image = Samples.decode(ready.original().bytes());
    int expected = Integer.parseInt(color, 16);
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat(image.getRGB(16, 16) >> shift & 0xFF)
          .as("%08x", image.getRGB(16, 16))
          .isCloseTo(expected >> shift & 0xFF, org.assertj.core.api.Assertions.within(6));
    }
  }
}
