package org.colloque.server.media;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/** Converts pixels of another colour space to sRGB, since the profile itself is thrown away. */
final class ColorProfile {
  private static final int[] COLORS = {0, 1, 2};

  private ColorProfile() {}

  /** Changes the picture in place; a broken or unfit profile changes nothing. */
  static void toSrgb(BufferedImage image, byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      ICC_Profile profile = ICC_Profile.getInstance(bytes);
      ICC_ColorSpace space = new ICC_ColorSpace(profile);
      if (space.getType() != ColorSpace.TYPE_RGB || space.getNumComponents() != COLORS.length) {
        return;
      }
      ICC_Profile standard = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
      ColorConvertOp convert = new ColorConvertOp(new ICC_Profile[] {profile, standard}, null);
      // strips, so that the conversion never holds a second picture
      int strip = 64;
      for (int top = 0; top < image.getHeight(); top += strip) {
        int rows = Math.min(strip, image.getHeight() - top);
        WritableRaster colors =
            image.getRaster().createWritableChild(0, top, image.getWidth(), rows, 0, 0, COLORS);
        WritableRaster converted = convert.filter(colors, null);
        colors.setRect(converted);
      }
    } catch (IllegalArgumentException | CMMException broken) {
      // the picture is worth more than its profile
    }
  }
}
