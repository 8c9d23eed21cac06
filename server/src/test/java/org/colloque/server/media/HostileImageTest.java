package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.colloque.server.media.ProcessedImage.Ready;
import org.colloque.server.media.ProcessedImage.Reason;
import org.colloque.server.media.ProcessedImage.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks C40 and C41: nothing but the picture gets through, and no header asks for too much. */
@Timeout(60)
class HostileImageTest {
  private static final String CANARY = "CANARY-48.8566N-2.3522E";
  private static final byte[] MARK = Samples.ascii(CANARY);

  private final ImageProcessor processor = new ImageProcessor(ImageLimits.DEFAULT);

  @TempDir Path folder;

  private ProcessedImage process(byte[] bytes) throws IOException {
    return processor.process(Files.write(folder.resolve("photo.php.jpg"), bytes));
  }

  private void isRefused(byte[] bytes, Reason reason) throws IOException {
    assertThat(process(bytes)).isEqualTo(new Refused(reason));
  }

  private static boolean holds(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).contains(text);
  }

  static Stream<Map.Entry<String, byte[]>> carriers() {
    BufferedImage picture = Samples.quarters(64, 64);
    byte[] jpeg = Samples.encode(picture, "jpeg");
    byte[] png = Samples.encode(picture, "png");
    byte[] gif = Samples.encode(picture, "gif");
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] exif =
        Samples.join(Samples.ascii("Exif\0\0"), Samples.exif(1, ByteOrder.LITTLE_ENDIAN, MARK));
    files.put("jpeg exif", Samples.insert(jpeg, 2, Samples.segment(0xE1, exif)));
    byte[] xmp = Samples.join(Samples.ascii("http://ns.adobe.com/xap/1.0/\0"), MARK);
    files.put("jpeg xmp", Samples.insert(jpeg, 2, Samples.segment(0xE1, xmp)));
    byte[] icc = Samples.join(Samples.ascii("ICC_PROFILE\0"), Samples.bytes(1, 1), MARK);
    files.put("jpeg icc", Samples.insert(jpeg, 2, Samples.segment(0xE2, icc)));
    byte[] iptc = Samples.join(Samples.ascii("Photoshop 3.0\08BIM"), MARK);
    files.put("jpeg iptc", Samples.insert(jpeg, 2, Samples.segment(0xED, iptc)));
    byte[] adobe = Samples.join(Samples.ascii("Adobe"), Samples.bytes(0, 100, 0, 0, 0, 0, 1), MARK);
    files.put("jpeg adobe", Samples.insert(jpeg, 2, Samples.segment(0xEE, adobe)));
    for (int marker : List.of(0xE0, 0xE3, 0xE5, 0xEB, 0xEF, 0xFE, 0xF0)) {
      files.put("jpeg " + marker, Samples.insert(jpeg, 2, Samples.segment(marker, MARK)));
    }
    files.put("jpeg after the end", Samples.join(jpeg, MARK));
    for (String type : List.of("tEXt", "iTXt", "zTXt", "eXIf", "iCCP", "tIME", "prVt", "caNv")) {
      files.put("png " + type, Samples.insert(png, 33, Samples.chunk(type, MARK)));
    }
    files.put(
        "png text at the end", Samples.insert(png, png.length - 12, Samples.chunk("tEXt", MARK)));
    files.put(
        "png in the end",
        Samples.join(Arrays.copyOf(png, png.length - 12), Samples.chunk("IEND", MARK)));
    files.put("png after the end", Samples.join(png, MARK));
    byte[] comment = Samples.join(Samples.bytes(0x21, 0xFE, MARK.length), MARK, Samples.bytes(0));
    byte[] application =
        Samples.join(
            Samples.bytes(0x21, 0xFF, 11),
            Samples.ascii("XMP DataXMP"),
            Samples.bytes(MARK.length),
            MARK,
            Samples.bytes(0));
    files.put("gif comment", Samples.insert(gif, gif.length - 1, comment));
    files.put("gif xmp", Samples.insert(gif, gif.length - 1, application));
    files.put("gif after the end", Samples.join(gif, MARK));
    byte[] animated = Samples.gif(3, 16);
    files.put("animated gif", Samples.insert(animated, 19, comment, application));
    files.put("animated gif after the end", Samples.join(animated, MARK));
    byte[] body = Arrays.copyOfRange(Samples.WEBP_LOSSY, 12, Samples.WEBP_LOSSY.length);
    for (String type : List.of("EXIF", "XMP ", "ICCP", "JUNK")) {
      files.put(
          "webp " + type,
          Samples.riff(Samples.vp8x(0x2C, 16, 16), Samples.webpChunk(type, MARK), body));
    }
    files.put("webp after the end", Samples.join(Samples.WEBP_LOSSY, MARK));
    return files.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void nothingButThePictureGetsThrough(Map.Entry<String, byte[]> carrier) throws IOException {
    assertThat(holds(carrier.getValue(), CANARY)).isTrue();
    Ready ready = (Ready) process(carrier.getValue());
    assertThat(holds(ready.original().bytes(), CANARY)).isFalse();
    assertThat(holds(Objects.requireNonNull(ready.small()).bytes(), CANARY)).isFalse();
    // the whole file is one image: reading it to its end finds nothing behind
    assertThat(ImageFormat.detect(ready.original().bytes())).contains(ready.original().format());
    for (String block :
        List.of("Exif", "http://ns.adobe", "ICC_PROFILE", "iCCP", "tEXt", "Photoshop")) {
      assertThat(holds(ready.original().bytes(), block)).as(block).isFalse();
    }
  }

  @Test
  void polyglotsLoseTheirSecondNature() throws IOException {
    String page = "<html><script>alert(document.domain)</script></html>";
    byte[] html = Samples.ascii(page);
    BufferedImage picture = Samples.quarters(64, 64);
    List<byte[]> polyglots =
        List.of(
            Samples.join(Samples.encode(picture, "jpeg"), html),
            Samples.insert(Samples.encode(picture, "jpeg"), 2, Samples.segment(0xFE, html)),
            Samples.join(Samples.encode(picture, "png"), html),
            Samples.join(Samples.encode(picture, "gif"), html),
            Samples.join(Samples.gif(2, 16), html),
            Samples.join(Samples.webpLossless(16, 16), html));
    for (byte[] polyglot : polyglots) {
      Ready ready = (Ready) process(polyglot);
      assertThat(holds(ready.original().bytes(), "<script>")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        "<?xml version=\"1.0\"?><svg/>",
        "<!DOCTYPE html><script>alert(1)</script>",
        "%PDF-1.7",
        "PK\u0003\u0004",
        "BM\u0000\u0000",
        "II*\u0000",
        "MM\u0000*",
        "\u0000\u0000\u0000 ftypavif",
        "\u0000\u0000\u0000\u0018ftypheic",
        "RIFF\u0000\u0000\u0000\u0000WAVE",
        "#!/bin/sh",
        "push graphic-context",
        "GIF88a",
        "\u00ff\u00d8",
        " \u00ff\u00d8\u00ff"
      })
  void otherFormatsAreRefusedWhateverTheirName(String content) throws IOException {
    isRefused(Samples.ascii(content), Reason.UNKNOWN_FORMAT);
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    isRefused(new byte[0], Reason.EMPTY);
  }

  @Test
  void fileSizeHasALimit() throws IOException {
    byte[] png = Samples.encode(Samples.quarters(64, 64), "png");
    Path upload = Files.write(folder.resolve("a"), png);
    assertThat(new ImageProcessor(ImageLimits.ofFileBytes(png.length)).process(upload))
        .isInstanceOf(Ready.class);
    assertThat(new ImageProcessor(ImageLimits.ofFileBytes(png.length - 1)).process(upload))
        .isEqualTo(new Refused(Reason.FILE_TOO_LARGE));
    assertThat(ImageLimits.DEFAULT.fileBytes()).isEqualTo(16_777_216);
  }

  @Test
  void pixelsHaveALimit() throws IOException {
    assertThat(process(Samples.greyPng(7680, 4320, true))).isInstanceOf(Ready.class);
    isRefused(Samples.greyPng(7680, 4321, false), Reason.TOO_MANY_PIXELS);
    isRefused(Samples.greyPng(50_000, 50_000, false), Reason.TOO_MANY_PIXELS);
    isRefused(Samples.greyPng(Integer.MAX_VALUE, Integer.MAX_VALUE, false), Reason.TOO_MANY_PIXELS);
    isRefused(Samples.greyPng(-1, -1, false), Reason.DAMAGED);
    isRefused(Samples.greyPng(0, 1, false), Reason.DAMAGED);
  }

  @Test
  void enormousJpegIsRefusedFromItsHeader() throws IOException {
    byte[] jpeg = Samples.encode(Samples.quarters(64, 64), "jpeg");
    int frame = 2;
    while ((jpeg[frame + 1] & 0xFF) != 0xC0) {
      frame += 2 + ((jpeg[frame + 2] & 0xFF) << 8 | jpeg[frame + 3] & 0xFF);
    }
    byte[] side = Samples.bytes(31_623 >> 8, 31_623, 31_623 >> 8, 31_623);
    System.arraycopy(side, 0, jpeg, frame + 5, 4);
    isRefused(jpeg, Reason.TOO_MANY_PIXELS);
  }

  @Test
  void enormousGifAndWebpAreRefusedFromTheirHeaders() throws IOException {
    isRefused(Samples.gif(1, 65_535), Reason.TOO_MANY_PIXELS);
    byte[] gif = Samples.gif(1, 16);
    System.arraycopy(Samples.bytes(0xFF, 0xFF, 0xFF, 0xFF), 0, gif, 24, 4);
    isRefused(gif, Reason.TOO_MANY_PIXELS);
    byte[] lossy = Samples.WEBP_LOSSY.clone();
    System.arraycopy(Samples.bytes(0xFF, 0x3F, 0xFF, 0x3F), 0, lossy, 26, 4);
    isRefused(lossy, Reason.TOO_MANY_PIXELS);
    byte[] body = Arrays.copyOfRange(Samples.WEBP_LOSSY, 12, Samples.WEBP_LOSSY.length);
    isRefused(Samples.riff(Samples.vp8x(0, 1 << 24, 1 << 24), body), Reason.DAMAGED);
  }

  @Test
  void framesHaveALimit() throws IOException {
    Ready most = (Ready) process(Samples.gif(ImageLimits.FRAMES_MAX, 16));
    assertThat(most.animated()).isTrue();
    assertThat(GifFile.parse(most.original().bytes()).frames()).hasSize(ImageLimits.FRAMES_MAX);
    isRefused(Samples.gif(ImageLimits.FRAMES_MAX + 1, 16), Reason.TOO_MANY_FRAMES);
    isRefused(Samples.gif(65_535, 16), Reason.TOO_MANY_FRAMES);
    byte[] png = Samples.encode(Samples.quarters(64, 64), "png");
    byte[] control = Samples.join(Samples.int32(65_535), Samples.int32(0));
    isRefused(Samples.insert(png, 33, Samples.chunk("acTL", control)), Reason.TOO_MANY_FRAMES);
    byte[] frame = Samples.chunk("fcTL", new byte[26]);
    byte[][] undeclared = new byte[ImageLimits.FRAMES_MAX + 1][];
    Arrays.fill(undeclared, frame);
    isRefused(Samples.insert(png, 33, undeclared), Reason.TOO_MANY_FRAMES);
    byte[] picture = Arrays.copyOfRange(Samples.WEBP_LOSSY, 12, Samples.WEBP_LOSSY.length);
    byte[][] frames = new byte[65_535][];
    Arrays.fill(frames, Samples.webpChunk("ANMF", Samples.join(new byte[16], picture)));
    isRefused(Samples.riff(Samples.vp8x(2, 16, 16), Samples.join(frames)), Reason.TOO_MANY_FRAMES);
  }

  @Test
  void pixelsOfAllFramesTogetherHaveALimit() throws IOException {
    ImageLimits tight = new ImageLimits(1_000_000, 1_000, 10, 3, 1_000);
    Path three = Files.write(folder.resolve("three"), Samples.gif(3, 16));
    Path four = Files.write(folder.resolve("four"), Samples.gif(4, 16));
    assertThat(new ImageProcessor(tight).process(three)).isInstanceOf(Ready.class);
    assertThat(new ImageProcessor(tight).process(four))
        .isEqualTo(new Refused(Reason.TOO_MANY_PIXELS));
  }

  @Test
  void scansOfProgressiveJpegHaveALimit() throws IOException {
    Ready progressive = (Ready) process(Samples.encode(Samples.quarters(64, 64), "jpeg"));
    byte[] jpeg = progressive.original().bytes();
    int scans = ImageFile.parse(ImageFormat.JPEG, jpeg).scans();
    Path upload = Files.write(folder.resolve("p"), jpeg);
    long most = 64L * 64 * scans;
    assertThat(new ImageProcessor(new ImageLimits(100_000, 4_096, 1, 1, most)).process(upload))
        .isInstanceOf(Ready.class);
    assertThat(new ImageProcessor(new ImageLimits(100_000, 4_096, 1, 1, most - 1)).process(upload))
        .isEqualTo(new Refused(Reason.TOO_MANY_PIXELS));
  }

  @Test
  void animatedWebpAndApngBecomeTheirFirstFrame() throws IOException {
    byte[] picture = Arrays.copyOfRange(Samples.WEBP_LOSSY, 12, Samples.WEBP_LOSSY.length);
    byte[] frame = Samples.webpChunk("ANMF", Samples.join(new byte[16], picture));
    Ready webp = (Ready) process(Samples.riff(Samples.vp8x(2, 16, 16), frame, frame));
    assertThat(webp.animated()).isFalse();
    assertThat(webp.original().size()).isEqualTo(new Size(16, 16));
    byte[] png = Samples.encode(Samples.quarters(64, 64), "png");
    byte[] control = Samples.join(Samples.int32(2), Samples.int32(0));
    Ready apng = (Ready) process(Samples.insert(png, 33, Samples.chunk("acTL", control)));
    assertThat(apng.original().format()).isEqualTo(ImageFormat.PNG);
    assertThat(apng.animated()).isFalse();
  }

  @Test
  void damagedFilesAreRefusedAndNeverThrow() throws IOException {
    Random random = new Random(41);
    // a flipped byte of a size asks for millions of pixels, which are decoded elsewhere
    ImageProcessor small =
        new ImageProcessor(new ImageLimits(1_000_000, 100_000, 10, 100_000, 1_000_000));
    List<byte[]> originals =
        List.of(
            Samples.jpegWithExif(Samples.quarters(64, 64), 6, ByteOrder.LITTLE_ENDIAN),
            Samples.encode(Samples.quarters(64, 64), "png"),
            Samples.encode(Samples.quarters(64, 64), "gif"),
            Samples.gif(3, 16),
            Samples.WEBP_LOSSY,
            Samples.WEBP_ALPHA,
            Samples.webpLossless(16, 16));
    for (byte[] original : originals) {
      for (int i = 0; i < 120; i++) {
        byte[] damaged = original.clone();
        int from = random.nextInt(damaged.length);
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        byte[] cut = i % 3 == 0 ? Arrays.copyOf(damaged, from) : damaged;
        assertThat(small.process(Files.write(folder.resolve("damaged"), cut))).isNotNull();
      }
    }
  }

  @Test
  void truncatedHeadersAreDamaged() throws IOException {
    for (byte[] head :
        List.of(
            Samples.bytes(0xFF, 0xD8, 0xFF),
            Samples.bytes(0xFF, 0xD8, 0xFF, 0xE0, 0, 0),
            Samples.bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10),
            Samples.ascii("GIF89a"),
            Samples.ascii("RIFF\0\0\0\0WEBP"))) {
      isRefused(head, Reason.DAMAGED);
    }
  }
}
