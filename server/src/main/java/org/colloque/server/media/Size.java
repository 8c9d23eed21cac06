package org.colloque.server.media;

/** Width and height in pixels. */
public record Size(int width, int height) {
  /** The largest size of at most {@code pixels} with the same proportions, never enlarged. */
  static Size within(int width, int height, long pixels) {
    if ((long) width * height <= pixels) {
      return new Size(width, height);
    }
    double scale = Math.sqrt((double) pixels / ((double) width * height));
    int wide = (int) Math.max(1, Math.floor(width * scale));
    int high = (int) Math.max(1, Math.floor(height * scale));
    // a very long picture keeps its one row, and gives up length instead
    int lower = (int) Math.max(1, Math.min(high, pixels / wide));
    return new Size((int) Math.min(wide, pixels / lower), lower);
  }

  /** As Mastodon writes it in {@code meta}: {@code 640x360}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }

  /** Width divided by height. */
  public double aspect() {
    return (double) width / height;
  }
}
