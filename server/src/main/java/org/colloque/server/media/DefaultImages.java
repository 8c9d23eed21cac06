package org.colloque.server.media;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Pictures for accounts without one: the same account always gets the same, and two rarely look
 * alike. Drawn without letters, since fonts differ between machines, and as PNG, since apps do not
 * show SVG.
 */
public final class DefaultImages {
  private static final int RINGS = 5;

  private DefaultImages() {}

  /** A square of 400 pixels with circles on a soft ground. */
  public static Picture avatar(String seed) {
    byte[] hash = hash(seed);
    int side = ImageProcessor.AVATAR.width();
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = ground(image, hash);
    for (int i = 0; i < RINGS; i++) {
      double radius = side * (0.10 + 0.20 * unit(hash, 4 + i));
      double x = side * unit(hash, 10 + i);
      double y = side * unit(hash, 16 + i);
      Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
      graphics.setColor(translucent(hash, i));
      if ((hash[22 + i] & 1) == 0) {
        graphics.fill(circle);
      } else {
        graphics.setStroke(new BasicStroke(side / 16f));
        graphics.draw(circle);
      }
    }
    graphics.dispose();
    return encode(image);
  }

  /** A banner of 1500 by 500 pixels with calm waves. */
  public static Picture header(String seed) {
    byte[] hash = hash(seed);
    int width = ImageProcessor.HEADER.width();
    int height = ImageProcessor.HEADER.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = ground(image, hash);
    for (int i = 0; i < RINGS; i++) {
      double level = height * (0.35 + 0.13 * i);
      double swing = height * (0.05 + 0.12 * unit(hash, 4 + i));
      double shift = width * 0.25 * unit(hash, 10 + i);
      Path2D wave = new Path2D.Double();
      wave.moveTo(0, level + swing / 2);
      wave.curveTo(
          width * 0.25 + shift,
          level - swing,
          width * 0.5 + shift,
          level + 2 * swing,
          width,
          level);
      wave.lineTo(width, height);
      wave.lineTo(0, height);
      wave.closePath();
      graphics.setColor(translucent(hash, i));
      graphics.fill(wave);
    }
    graphics.dispose();
    return encode(image);
  }

  private static Graphics2D ground(BufferedImage image, byte[] hash) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    float hue = (float) unit(hash, 0);
    Color light = Color.getHSBColor(hue, 0.35f, 0.90f);
    Color deep = Color.getHSBColor(hue + 0.12f, 0.60f, 0.55f);
    graphics.setPaint(new GradientPaint(0, 0, light, image.getWidth(), image.getHeight(), deep));
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    return graphics;
  }

  private static Color translucent(byte[] hash, int index) {
    float hue = (float) (unit(hash, 0) + 0.3 * (unit(hash, 1 + index % 3) - 0.5));
    Color color = Color.getHSBColor(hue, 0.30f, index % 2 == 0 ? 1.0f : 0.45f);
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 70);
  }

  private static double unit(byte[] hash, int index) {
    return (hash[index % hash.length] & 0xFF) / 255.0;
  }

  private static byte[] hash(String seed) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static Picture encode(BufferedImage image) {
    try {
      return ImageEncoder.png(image);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
