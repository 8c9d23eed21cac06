package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.colloque.server.media.ProcessedImage.Ready;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProcessorTest {
  private final ImageProcessor processor = new ImageProcessor(ImageLimits.DEFAULT);

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("upload"), bytes);
  }

  private Ready ready(byte[] bytes) throws IOException {
    ProcessedImage result = processor.process(file(bytes));
    assertThat(result).isInstanceOf(Ready.class);
    return (Ready) result;
  }

  private static void looksLike(int actual, int expected) {
    for (int shift = 0; shift <= 24; shift += 8) {
      assertThat(actual >> shift & 0xFF)
          .as("%08x for %08x", actual, expected)
          .isCloseTo(expected >> shift & 0xFF, org.assertj.core.api.Assertions.within(24));
    }
  }

  private static void isUprightQuarters(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    looksLike(image.getRGB(width / 4, height / 4), Samples.RED);
    looksLike(image.getRGB(width * 3 / 4, height / 4), Samples.GREEN);
    looksLike(image.getRGB(width / 4, height * 3 / 4), Samples.BLUE);
    looksLike(image.getRGB(width * 3 / 4, height * 3 / 4), Samples.WHITE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientationOfJpegIsApplied(int orientation) throws IOException {
    BufferedImage stored = Samples.stored(Samples.quarters(96, 64), orientation);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Ready ready = ready(Samples.jpegWithExif(stored, orientation, order));
      assertThat(ready.original().size()).isEqualTo(new Size(96, 64));
      isUprightQuarters(Samples.decode(ready.original().bytes()));
      isUprightQuarters(Samples.decode(Objects.requireNonNull(ready.small()).bytes()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientationOfPngIsApplied(int orientation) throws IOException {
    byte[] png = Samples.encode(Samples.stored(Samples.quarters(96, 64), orientation), "png");
    byte[] exif = Samples.exif(orientation, ByteOrder.BIG_ENDIAN, new byte[0]);
    Ready ready = ready(Samples.insert(png, 33, Samples.chunk("eXIf", exif)));
    assertThat(ready.original().size()).isEqualTo(new Size(96, 64));
    isUprightQuarters(Samples.decode(ready.original().bytes()));
  }

  @Test
  void orientationOfWebpIsApplied() throws IOException {
    byte[] exif = Samples.exif(3, ByteOrder.LITTLE_ENDIAN, new byte[0]);
    byte[] plain = Samples.webpLossless(16, 16);
    byte[] picture = java.util.Arrays.copyOfRange(plain, 12, plain.length);
    Ready ready =
        ready(Samples.riff(Samples.vp8x(8, 16, 16), picture, Samples.webpChunk("EXIF", exif)));
    BufferedImage image = Samples.decode(ready.original().bytes());
    looksLike(image.getRGB(8, 2), Samples.BLUE);
    looksLike(image.getRGB(8, 13), Samples.RED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void senselessOrientationChangesNothing(int orientation) throws IOException {
    byte[] jpeg = Samples.jpegWithExif(Samples.quarters(96, 64), orientation, ByteOrder.BIG_ENDIAN);
    isUprightQuarters(Samples.decode(ready(jpeg).original().bytes()));
  }

  @Test
  void formatsBecomeWhatBrowsersShow() throws IOException {
    BufferedImage picture = Samples.quarters(64, 64);
    assertThat(ready(Samples.encode(picture, "jpeg")).original().format())
        .isEqualTo(ImageFormat.JPEG);
    assertThat(ready(Samples.encode(picture, "png")).original().format())
        .isEqualTo(ImageFormat.PNG);
    assertThat(ready(Samples.encode(picture, "gif")).original().format())
        .isEqualTo(ImageFormat.PNG);
    assertThat(ready(Samples.WEBP_LOSSY).original().format()).isEqualTo(ImageFormat.JPEG);
    assertThat(ready(Samples.webpLossless(16, 16)).original().format()).isEqualTo(ImageFormat.PNG);
    BufferedImage lossy = Samples.decode(ready(Samples.WEBP_LOSSY).original().bytes());
    looksLike(lossy.getRGB(8, 3), Samples.RED);
    looksLike(lossy.getRGB(8, 12), Samples.BLUE);
  }

  @Test
  void jpegIsWrittenProgressive() throws IOException {
    byte[] jpeg = ready(Samples.encode(Samples.quarters(64, 64), "jpeg")).original().bytes();
    ImageFile parsed = ImageFile.parse(ImageFormat.JPEG, jpeg);
    assertThat(parsed.scans()).isGreaterThan(1);
    assertThat(ready(jpeg).original().size()).isEqualTo(new Size(64, 64));
  }

  /** Coefficients of a progressive JPEG count; with colours at half the size they are half. */
  @Test
  void memoryOfProgressiveJpegIsCounted() throws IOException {
    byte[] baseline = Samples.encode(Samples.quarters(64, 64), "jpeg");
    byte[] progressive = ready(baseline).original().bytes();
    assertThat(ImageFile.parse(ImageFormat.JPEG, baseline).heldPerPixel()).isZero();
    assertThat(ImageFile.parse(ImageFormat.JPEG, progressive).heldPerPixel()).isEqualTo(3);
  }

  @Test
  void transparencyIsKept() throws IOException {
    BufferedImage half = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
    IntStream.range(0, 64 * 32).forEach(i -> half.setRGB(i % 32, i / 32, 0x80FF0000));
    Ready png = ready(Samples.encode(half, "png"));
    BufferedImage image = Samples.decode(png.original().bytes());
    assertThat(image.getRGB(60, 8) >>> 24).isZero();
    assertThat(image.getRGB(8, 8) >>> 24).isEqualTo(0x80);
    assertThat(Samples.decode(Objects.requireNonNull(png.small()).bytes()).getRGB(60, 8) >>> 24)
        .isZero();
    Ready webp = ready(Samples.WEBP_ALPHA);
    assertThat(webp.original().format()).isEqualTo(ImageFormat.PNG);
    BufferedImage fromWebp = Samples.decode(webp.original().bytes());
    assertThat(fromWebp.getRGB(2, 2) >>> 24).isZero();
    assertThat(fromWebp.getRGB(13, 2) >>> 24).isEqualTo(0xFF);
  }

  @Test
  void largeOpaquePngBecomesJpeg() throws IOException {
    BufferedImage noise = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    IntStream.range(0, 1_000_000).forEach(i -> noise.setRGB(i % 1000, i / 1000, random.nextInt()));
    Ready ready = ready(Samples.encode(noise, "png"));
    assertThat(ready.original().format()).isEqualTo(ImageFormat.JPEG);
    assertThat(Objects.requireNonNull(ready.small()).format()).isEqualTo(ImageFormat.JPEG);
  }

  @Test
  void largePicturesAreScaledToTheSizesOfMastodon() throws IOException {
    Ready ready = ready(Samples.encode(Samples.quarters(4000, 3000), "jpeg"));
    Size original = ready.original().size();
    assertThat((long) original.width() * original.height())
        .isLessThanOrEqualTo(ImageProcessor.ORIGINAL_PIXELS_MAX)
        .isGreaterThan(ImageProcessor.ORIGINAL_PIXELS_MAX * 99 / 100);
    Size small = Objects.requireNonNull(ready.small()).size();
    assertThat((long) small.width() * small.height())
        .isLessThanOrEqualTo(ImageProcessor.SMALL_PIXELS_MAX)
        .isGreaterThan(ImageProcessor.SMALL_PIXELS_MAX * 98 / 100);
    assertThat(original.aspect()).isCloseTo(4.0 / 3, org.assertj.core.api.Assertions.within(0.01));
    isUprightQuarters(Samples.decode(ready.original().bytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "3840,2160,3840,2160",
    "3841,2160,3840,2159",
    "1,9000000,1,8294400",
    "9000000,1,8294400,1",
    "10,10,10,10"
  })
  void sizesStayWithinTheLimit(int width, int height, int wide, int high) {
    assertThat(Size.within(width, height, ImageProcessor.ORIGINAL_PIXELS_MAX))
        .isEqualTo(new Size(wide, high));
  }

  @Test
  void blurhashAndAverageColor() throws IOException {
    Ready red = ready(Samples.encode(solid(Samples.RED), "png"));
    assertThat(red.averageColor()).isEqualTo("#ff0000");
    // 4 by 3 components: the first character says so, and 2 + 4 + 2 * 11 characters follow
    assertThat(red.blurhash()).startsWith("L").hasSize(28);
    assertThat(ready(Samples.encode(solid(Samples.BLUE), "png")).blurhash())
        .isNotEqualTo(red.blurhash());
  }

  private static BufferedImage solid(int color) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 32 * 32).forEach(i -> image.setRGB(i % 32, i / 32, color));
    return image;
  }

  @Test
  void avatarsAndHeadersAreCroppedToTheMiddle() throws IOException {
    byte[] wide = Samples.encode(Samples.quarters(1200, 300), "png");
    Ready avatar = (Ready) processor.avatar(file(wide));
    assertThat(avatar.original().size()).isEqualTo(ImageProcessor.AVATAR);
    isUprightQuarters(Samples.decode(avatar.original().bytes()));
    Ready header = (Ready) processor.header(file(wide));
    assertThat(header.original().size()).isEqualTo(ImageProcessor.HEADER);
    isUprightQuarters(Samples.decode(header.original().bytes()));
    Ready enlarged =
        (Ready) processor.avatar(file(Samples.encode(Samples.quarters(20, 90), "jpeg")));
    assertThat(enlarged.original().size()).isEqualTo(ImageProcessor.AVATAR);
    Ready line = (Ready) processor.header(file(Samples.encode(Samples.quarters(2, 2000), "png")));
    assertThat(line.original().size()).isEqualTo(ImageProcessor.HEADER);
  }

  @Test
  void colorProfileIsAppliedAndGone() throws IOException {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] compressed = Samples.join(Samples.ascii("linear\0\0"), Samples.deflate(linear));
    byte[] png = Samples.encode(solid(0xFF808080), "png");
    Ready fromPng = ready(Samples.insert(png, 33, Samples.chunk("iCCP", compressed)));
    looksLike(Samples.decode(fromPng.original().bytes()).getRGB(9, 9), 0xFFBCBCBC);
    byte[] icc = Samples.join(Samples.ascii("ICC_PROFILE\0"), Samples.bytes(1, 1), linear);
    byte[] jpeg = Samples.encode(solid(0xFF808080), "jpeg");
    Ready fromJpeg = ready(Samples.insert(jpeg, 2, Samples.segment(0xE2, icc)));
    looksLike(Samples.decode(fromJpeg.original().bytes()).getRGB(9, 9), 0xFFBCBCBC);
    byte[] broken = Samples.join(Samples.ascii("x\0\0"), Samples.deflate(new byte[200]));
    Ready kept = ready(Samples.insert(png, 33, Samples.chunk("iCCP", broken)));
    looksLike(Samples.decode(kept.original().bytes()).getRGB(9, 9), 0xFF808080);
  }

  @Test
  void manyAtOnceAllComeThrough() throws Exception {
    Path upload = file(Samples.encode(Samples.quarters(1600, 1200), "jpeg"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ProcessedImage>> results =
          IntStream.range(0, 12)
              .mapToObj(i -> threads.submit(() -> processor.process(upload)))
              .toList();
      for (Future<ProcessedImage> result : results) {
        assertThat(result.get()).isInstanceOf(Ready.class);
      }
    }
  }
}
