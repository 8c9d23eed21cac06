package org.colloque.server.media;

import io.trbl.blurhash.BlurHash;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.server.media.ProcessedImage.Ready;
import org.colloque.server.media.ProcessedImage.Reason;
import org.colloque.server.media.ProcessedImage.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a safe picture of an upload: format told by content, size told by the header, pixels
 * decoded and encoded anew, everything else gone (checks C40, C41).
 *
 * <p>Of animations, a GIF stays animated; APNG and WebP become their first frame. JPEG stays JPEG;
 * PNG, still GIF and lossless WebP become PNG, or JPEG when opaque and large; lossy WebP becomes
 * JPEG, or PNG when transparent.
 *
 * <p>One instance for the whole server: it counts the memory of all decoders together. Its calls
 * block and belong on a virtual thread.
 */
public final class ImageProcessor {
  /** Most pixels kept of an attachment: 3840 by 2160, as in Mastodon. */
  public static final long ORIGINAL_PIXELS_MAX = 8_294_400;

  /** Most pixels of a thumbnail: 640 by 360, as in Mastodon. */
  public static final long SMALL_PIXELS_MAX = 230_400;

  /** Most pixels of an emoji: 128 by 128. */
  public static final long EMOJI_PIXELS_MAX = 16_384;

  public static final Size AVATAR = new Size(400, 400);
  public static final Size HEADER = new Size(1500, 500);

  /** Memory of all decoders together. */
  static final int MEMORY_MEBIBYTES = 200;

  /** What an image counts at least, which bounds how many are decoded at once. */
  private static final int SHARE_MEBIBYTES = 50;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STEP_MAX = 4;
  private static final int BLURHASH_WIDTH = 4;
  private static final int BLURHASH_HEIGHT = 3;
  private static final long BLURHASH_PIXELS = 4_096;
  private static final long MEBIBYTE = 1024L * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(ImageProcessor.class);

  private final ImageLimits limits;
  private final Semaphore memory = new Semaphore(MEMORY_MEBIBYTES, true);

  public ImageProcessor(ImageLimits limits) {
    this.limits = limits;
  }

  @FunctionalInterface
  private interface Making {
    Ready of(ImageFile file, BufferedImage picture, byte[] upload) throws IOException;
  }

  /** An image for a post. The upload is read, not changed and not deleted. */
  public ProcessedImage process(Path upload) {
    return make(upload, ImageProcessor::attachment);
  }

  /** A square of 400 pixels. */
  public ProcessedImage avatar(Path upload) {
    return make(upload, (file, picture, bytes) -> cropped(file, picture, AVATAR));
  }

  /** A banner of 1500 by 500 pixels. */
  public ProcessedImage header(Path upload) {
    return make(upload, (file, picture, bytes) -> cropped(file, picture, HEADER));
  }

  /** A small picture that stands in a text, of any proportions. */
  public ProcessedImage emoji(Path upload) {
    return make(
        upload,
        (file, picture, bytes) -> {
          BufferedImage upright = finished(file, Pictures.within(picture, ORIGINAL_PIXELS_MAX));
          BufferedImage small = Pictures.within(upright, EMOJI_PIXELS_MAX);
          Picture original = ImageEncoder.encode(small, file.lossy());
          return new Ready(original, null, "", averageColor(small), false);
        });
  }

  private ProcessedImage make(Path upload, Making making) {
    try {
      long size = Files.size(upload);
      if (size == 0) {
        return new Refused(Reason.EMPTY);
      }
      if (size > limits.fileBytes()) {
        return new Refused(Reason.FILE_TOO_LARGE);
      }
      byte[] bytes = Files.readAllBytes(upload);
      Optional<ImageFormat> format = ImageFormat.detect(bytes);
      if (format.isEmpty()) {
        return new Refused(Reason.UNKNOWN_FORMAT);
      }
      ImageFile file = ImageFile.parse(format.get(), bytes);
      Optional<Reason> fault = fault(file);
      return fault.isPresent() ? new Refused(fault.get()) : decode(file, bytes, making);
    } catch (DamagedImageException damaged) {
      LOG.debug("An upload is refused: it {}", damaged.getMessage());
      return new Refused(Reason.DAMAGED);
    } catch (IOException failure) {
      LOG.info("An upload could not be read: {}", failure.toString());
      return new Refused(Reason.DAMAGED);
    }
  }

  private Optional<Reason> fault(ImageFile file) {
    if (file.frames() > limits.frames()) {
      return Optional.of(Reason.TOO_MANY_FRAMES);
    }
    boolean many =
        file.pixels() > limits.pixels()
            || file.framePixels() > (file.frames() > 1 ? limits.animationPixels() : limits.pixels())
            || file.pixels() * file.scans() > Math.max(limits.scanPixels(), limits.pixels());
    return many || step(file) > STEP_MAX ? Optional.of(Reason.TOO_MANY_PIXELS) : Optional.empty();
  }

  /** The smallest step with which the picture fits into the memory for decoders. */
  private static int step(ImageFile file) {
    int step = 1;
    while (step <= STEP_MAX && mebibytes(file, step) > MEMORY_MEBIBYTES) {
      step *= 2;
    }
    return step;
  }

  /** The upload, the decoded picture, and two more of the kept size: turned and encoded. */
  private static long mebibytes(ImageFile file, int step) {
    long kept = Math.min(file.pixels(), ORIGINAL_PIXELS_MAX) * 4;
    long bytes = 2L * file.stripped().length + ImageDecoder.cost(file, step) + 2 * kept;
    return Math.max(SHARE_MEBIBYTES, bytes / MEBIBYTE + 1);
  }

  private ProcessedImage decode(ImageFile file, byte[] upload, Making making) throws IOException {
    int step = step(file);
    int share = (int) mebibytes(file, step);
    try {
      if (!memory.tryAcquire(share, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Refused(Reason.BUSY);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Refused(Reason.BUSY);
    }
    try {
      BufferedImage picture = ImageDecoder.decode(file, step);
      return making.of(file, picture, upload);
    } catch (RuntimeException hostile) {
      LOG.info("An upload could not be decoded: {}", hostile.toString());
      return new Refused(Reason.DAMAGED);
    } finally {
      memory.release(share);
    }
  }

  private static Ready attachment(ImageFile file, BufferedImage picture, byte[] upload)
      throws IOException {
    boolean gif = file.format() == ImageFormat.GIF;
    BufferedImage decoded = gif ? GifAnimation.onCanvas(GifFile.parse(upload), picture) : picture;
    BufferedImage kept = finished(file, Pictures.within(decoded, ORIGINAL_PIXELS_MAX));
    BufferedImage small = Pictures.within(kept, SMALL_PIXELS_MAX);
    boolean animated = gif && file.frames() > 1;
    Picture original =
        animated
            ? new Picture(
                GifAnimation.rewrite(GifFile.parse(upload)),
                ImageFormat.GIF,
                new Size(file.width(), file.height()))
            : ImageEncoder.encode(kept, file.lossy());
    Picture thumbnail = ImageEncoder.encode(small, original.format() == ImageFormat.JPEG);
    return new Ready(original, thumbnail, blurhash(small), averageColor(small), animated);
  }

  private static Ready cropped(ImageFile file, BufferedImage picture, Size size)
      throws IOException {
    BufferedImage upright = finished(file, Pictures.within(picture, ORIGINAL_PIXELS_MAX));
    BufferedImage crop = Pictures.covering(upright, size.width(), size.height());
    Picture original = ImageEncoder.encode(crop, file.lossy());
    return new Ready(original, null, "", averageColor(crop), false);
  }

  private static BufferedImage finished(ImageFile file, BufferedImage picture) {
    BufferedImage upright = Pictures.upright(picture, file.orientation());
    ColorProfile.toSrgb(upright, file.profile());
    return upright;
  }

  private static String blurhash(BufferedImage small) {
    BufferedImage tiny = Pictures.within(Pictures.withoutAlpha(small), BLURHASH_PIXELS);
    return BlurHash.encode(tiny, BLURHASH_WIDTH, BLURHASH_HEIGHT);
  }

  private static String averageColor(BufferedImage picture) {
    BufferedImage opaque = Pictures.withoutAlpha(picture);
    int[] pixels = Pictures.pixels(opaque);
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int pixel : pixels) {
      red += pixel >> 16 & 0xFF;
      green += pixel >> 8 & 0xFF;
      blue += pixel & 0xFF;
    }
    int count = pixels.length;
    return "#%02x%02x%02x".formatted(red / count, green / count, blue / count);
  }
}
