package org.colloque.server.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images drawn by code: nobody's photograph, and the same ones each time. */
enum Drawing {
  /** Weeks of counts that rise and fall. */
  BARS,
  /** An electrocardiogram that no heart has made. */
  WAVE,
  /** Circles of all sizes. */
  CELLS,
  /** A line that goes up in the end. */
  HILLS,
  /** Hills in layers under a sun. */
  SUNRISE;

  static final int WIDTH = 1200;
  static final int HEIGHT = 675;
  private static final Color PAPER = new Color(0xfbfaf7);
  private static final Color INK = new Color(0x17505a);
  private static final Color WARM = new Color(0xe07a3f);

  /** A PNG; the key decides the details. */
  byte[] png(String key) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(PAPER);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    draw(pen, new Random(key.hashCode()));
    pen.dispose();
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void draw(Graphics2D pen, Random random) {
    switch (this) {
      case BARS -> bars(pen, random);
      case WAVE -> wave(pen, random);
      case CELLS -> cells(pen, random);
      case HILLS -> hills(pen, random);
      case SUNRISE -> sunrise(pen, random);
    }
  }

  private static void bars(Graphics2D pen, Random random) {
    int weeks = 24;
    int step = (WIDTH - 120) / weeks;
    for (int week = 0; week < weeks; week++) {
      double peak = Math.exp(-Math.pow((week - 10) / 4.5, 2));
      int height = (int) ((HEIGHT - 160) * (0.08 + 0.85 * peak) * (0.9 + random.nextDouble() / 5));
      pen.setColor(week < weeks - 2 ? INK : new Color(0xa9c4c4));
      pen.fillRect(60 + week * step, HEIGHT - 70 - height, step - 8, height);
    }
    pen.setColor(Color.GRAY);
    pen.fillRect(60, HEIGHT - 70, WIDTH - 120, 3);
  }

  private static void wave(Graphics2D pen, Random random) {
    pen.setColor(new Color(0xfdeceb));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    for (int line = 0; line < WIDTH; line += 15) {
      pen.setColor(line % 75 == 0 ? new Color(0xe9a6a2) : new Color(0xf6d2cf));
      pen.fillRect(line, 0, 1, HEIGHT);
      pen.fillRect(0, line, WIDTH, 1);
    }
    Path2D trace = new Path2D.Double();
    trace.moveTo(0, HEIGHT / 2.0);
    for (int x = 1; x < WIDTH; x++) {
      trace.lineTo(x, HEIGHT / 2.0 - 150 * beat(x % 240 / 240.0) + random.nextGaussian());
    }
    pen.setColor(new Color(0x22222a));
    pen.setStroke(new BasicStroke(3));
    pen.draw(trace);
  }

  /** One beat at that part of it: a P wave, a narrow complex, a T wave. */
  private static double beat(double part) {
    return 0.12 * bump(part, 0.18, 0.025)
        - 0.12 * bump(part, 0.29, 0.006)
        + 1.3 * bump(part, 0.305, 0.008)
        - 0.25 * bump(part, 0.325, 0.008)
        + 0.28 * bump(part, 0.55, 0.045);
  }

  private static double bump(double at, double centre, double width) {
    return Math.exp(-Math.pow((at - centre) / width, 2) / 2);
  }

  private static void cells(Graphics2D pen, Random random) {
    List<Color> colours =
        List.of(new Color(0x2a9d8f), new Color(0x17505a), new Color(0x8ab17d), WARM);
    for (int count = 0; count < 60; count++) {
      double size = 20 + random.nextInt(130);
      Color colour = colours.get(random.nextInt(colours.size()));
      pen.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150));
      pen.fill(
          new Ellipse2D.Double(
              random.nextInt(WIDTH) - size / 2, random.nextInt(HEIGHT) - size / 2, size, size));
    }
  }

  private static void hills(Graphics2D pen, Random random) {
    Path2D line = new Path2D.Double();
    double phase = random.nextDouble() * 6;
    line.moveTo(60, HEIGHT - 90);
    for (int x = 60; x < WIDTH - 60; x += 4) {
      double rise = (x - 60.0) / (WIDTH - 120);
      line.lineTo(x, HEIGHT - 90 - 420 * rise - 45 * Math.sin(x / 55.0 + phase));
    }
    pen.setStroke(new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.setColor(WARM);
    pen.draw(line);
    pen.setColor(Color.GRAY);
    pen.fillRect(60, HEIGHT - 70, WIDTH - 120, 3);
  }

  private static void sunrise(Graphics2D pen, Random random) {
    pen.setPaint(new GradientPaint(0, 0, new Color(0xf7c59f), 0, HEIGHT, new Color(0xfdf0d5)));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.setColor(WARM);
    pen.fill(new Ellipse2D.Double(WIDTH * 0.62, HEIGHT * 0.22, 150, 150));
    for (int layer = 0; layer < 4; layer++) {
      Path2D hill = new Path2D.Double();
      hill.moveTo(0, HEIGHT);
      double phase = random.nextDouble() * 6;
      for (int x = 0; x <= WIDTH; x += 6) {
        hill.lineTo(
            x, HEIGHT * (0.5 + layer * 0.12) - 40 * Math.sin(x / (170.0 - layer * 20) + phase));
      }
      hill.lineTo(WIDTH, HEIGHT);
      pen.setColor(new Color(40 + 20 * (3 - layer), 90 + 22 * (3 - layer), 110 + 25 * (3 - layer)));
      pen.fill(hill);
    }
  }
}
