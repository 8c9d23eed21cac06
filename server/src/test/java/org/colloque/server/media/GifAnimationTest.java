package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import org.colloque.server.media.ProcessedImage.Ready;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifAnimationTest {
  @TempDir Path folder;

  private static byte[] animation() {
    byte[] head =
        Samples.join(
            Samples.ascii("GIF89a"),
            Samples.bytes(4, 0, 4, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255),
            Samples.bytes(0x21, 0xFF, 11),
            Samples.ascii("NETSCAPE2.0"),
            Samples.bytes(3, 1, 7, 0, 0));
    byte[] first =
        Samples.bytes(
            0x21, 0xF9, 4, 2 << 2, 50, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);
    byte[] second =
        Samples.bytes(
            0x21,
            0xF9,
            4,
            1 << 2 | 1,
            0x2C,
            1,
            1,
            0,
            0x2C,
            2,
            0,
            3,
            0,
            1,
            0,
            1,
            0,
            0,
            2,
            2,
            0x4C,
            1,
            0);
    return Samples.join(head, first, second, Samples.bytes(0x3B));
  }

  @Test
  void timingPlacesAndLoopSurvive() throws IOException {
    ProcessedImage result =
        new ImageProcessor(ImageLimits.DEFAULT)
            .process(Files.write(folder.resolve("a.gif"), animation()));
    Ready ready = (Ready) result;
    assertThat(ready.animated()).isTrue();
    assertThat(ready.original().size()).isEqualTo(new Size(4, 4));
    GifFile rewritten = GifFile.parse(ready.original().bytes());
    assertThat(rewritten.width()).isEqualTo(4);
    assertThat(rewritten.loops()).isEqualTo(7);
    assertThat(rewritten.frames())
        .containsExactly(
            new GifFile.Frame(0, 0, 1, 1, 50, 2, -1), new GifFile.Frame(2, 3, 1, 1, 300, 1, 1));
    ImageReader reader = ImageDecoder.reader(ImageFormat.GIF);
    reader.setInput(ImageDecoder.open(ready.original().bytes()));
    assertThat(reader.read(0).getRGB(0, 0)).isEqualTo(Samples.RED);
    assertThat(reader.read(1).getRGB(0, 0) >>> 24).isZero();
    reader.dispose();
  }

  @Test
  void colorsOfEveryFrameSurvive() throws IOException {
    byte[] picture = Samples.encode(Samples.quarters(32, 32), "gif");
    GifFile still = GifFile.parse(picture);
    int tableEnd = 13 + (3 << ((picture[10] & 7) + 1));
    byte[] frame =
        java.util.Arrays.copyOfRange(still.stripped(), tableEnd, still.stripped().length - 1);
    byte[] twice = Samples.insert(still.stripped(), still.stripped().length - 1, frame);
    Ready ready =
        (Ready)
            new ImageProcessor(ImageLimits.DEFAULT)
                .process(Files.write(folder.resolve("a.gif"), twice));
    assertThat(ready.animated()).isTrue();
    ImageReader reader = ImageDecoder.reader(ImageFormat.GIF);
    reader.setInput(ImageDecoder.open(ready.original().bytes()));
    for (int i = 0; i < 2; i++) {
      assertThat(reader.read(i).getRGB(4, 4)).isEqualTo(Samples.RED);
      assertThat(reader.read(i).getRGB(28, 4)).isEqualTo(Samples.GREEN);
      assertThat(reader.read(i).getRGB(4, 28)).isEqualTo(Samples.BLUE);
      assertThat(reader.read(i).getRGB(28, 28)).isEqualTo(Samples.WHITE);
    }
    reader.dispose();
  }

  @Test
  void stillPictureStandsOnItsCanvas() throws IOException {
    byte[] gif = Samples.gif(1, 16);
    Ready ready =
        (Ready)
            new ImageProcessor(ImageLimits.DEFAULT)
                .process(Files.write(folder.resolve("a.gif"), gif));
    assertThat(ready.animated()).isFalse();
    assertThat(ready.original().format()).isEqualTo(ImageFormat.PNG);
    assertThat(ready.original().size()).isEqualTo(new Size(16, 16));
  }
}
