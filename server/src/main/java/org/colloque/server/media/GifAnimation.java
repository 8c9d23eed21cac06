package org.colloque.server.media;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes an animated GIF anew, frame by frame: pixels, places, delays and the loop survive,
 * comments and application data do not. Frames keep their size, since scaling frames that only
 * repair parts of the one before would blur their edges.
 */
final class GifAnimation {
  private static final String IMAGE_TREE = "javax_imageio_gif_image_1.0";
  private static final String STREAM_TREE = "javax_imageio_gif_stream_1.0";
  private static final String[] DISPOSALS = {
    "none", "doNotDispose", "restoreToBackgroundColor", "restoreToPrevious"
  };

  private GifAnimation() {}

  static byte[] rewrite(GifFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageReader reader = ImageDecoder.reader(ImageFormat.GIF);
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(ImageFormat.GIF.contentType()).next();
    try (ImageInputStream in = ImageDecoder.open(file.stripped());
        MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      reader.setInput(in, true, true);
      writer.setOutput(stream);
      writer.prepareWriteSequence(screen(writer, file));
      for (int i = 0; i < file.frames().size(); i++) {
        BufferedImage image = reader.read(i);
        IIOMetadata metadata = frame(writer, image, file.frames().get(i), i == 0, file.loops());
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      reader.dispose();
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The first frame on the whole canvas. */
  static BufferedImage onCanvas(GifFile file, BufferedImage firstFrame) {
    GifFile.Frame frame = file.frames().getFirst();
    if (frame.width() == file.width() && frame.height() == file.height()) {
      return firstFrame;
    }
    BufferedImage canvas =
        new BufferedImage(file.width(), file.height(), BufferedImage.TYPE_INT_ARGB);
    Pictures.draw(canvas, firstFrame, frame.left(), frame.top());
    return canvas;
  }

  private static IIOMetadata screen(ImageWriter writer, GifFile file) throws IOException {
    IIOMetadata metadata = writer.getDefaultStreamMetadata(null);
    IIOMetadataNode root = new IIOMetadataNode(STREAM_TREE);
    IIOMetadataNode version = child(root, "Version");
    version.setAttribute("value", "89a");
    IIOMetadataNode screen = child(root, "LogicalScreenDescriptor");
    screen.setAttribute("logicalScreenWidth", Integer.toString(file.width()));
    screen.setAttribute("logicalScreenHeight", Integer.toString(file.height()));
    screen.setAttribute("colorResolution", "8");
    screen.setAttribute("pixelAspectRatio", "0");
    metadata.setFromTree(STREAM_TREE, root);
    return metadata;
  }

  private static IIOMetadata frame(
      ImageWriter writer, BufferedImage image, GifFile.Frame frame, boolean first, int loops)
      throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(IMAGE_TREE);
    IIOMetadataNode place = child(root, "ImageDescriptor");
    place.setAttribute("imageLeftPosition", Integer.toString(frame.left()));
    place.setAttribute("imageTopPosition", Integer.toString(frame.top()));
    place.setAttribute("imageWidth", Integer.toString(image.getWidth()));
    place.setAttribute("imageHeight", Integer.toString(image.getHeight()));
    place.setAttribute("interlaceFlag", "FALSE");
    if (image.getColorModel() instanceof IndexColorModel colors) {
      colorTable(child(root, "LocalColorTable"), colors);
    }
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", DISPOSALS[frame.disposal()]);
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(frame.delay()));
    control.setAttribute("transparentColorFlag", frame.transparent() >= 0 ? "TRUE" : "FALSE");
    control.setAttribute(
        "transparentColorIndex", Integer.toString(Math.max(0, frame.transparent())));
    if (first && loops >= 0) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, (byte) loops, (byte) (loops >> 8)});
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(IMAGE_TREE, root);
    return metadata;
  }

  /** Each frame brings its own colours: without them the writer falls back to black and white. */
  private static void colorTable(IIOMetadataNode table, IndexColorModel colors) {
    int size = Math.max(2, Integer.highestOneBit(Math.max(1, colors.getMapSize() - 1)) * 2);
    while (table.hasChildNodes()) {
      table.removeChild(table.getFirstChild());
    }
    table.setAttribute("sizeOfLocalColorTable", Integer.toString(size));
    table.setAttribute("sortFlag", "FALSE");
    for (int i = 0; i < size; i++) {
      int rgb = i < colors.getMapSize() ? colors.getRGB(i) : 0;
      IIOMetadataNode entry = new IIOMetadataNode("ColorTableEntry");
      entry.setAttribute("index", Integer.toString(i));
      entry.setAttribute("red", Integer.toString(rgb >> 16 & 0xFF));
      entry.setAttribute("green", Integer.toString(rgb >> 8 & 0xFF));
      entry.setAttribute("blue", Integer.toString(rgb & 0xFF));
      table.appendChild(entry);
    }
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i) instanceof IIOMetadataNode node && node.getNodeName().equals(name)) {
        return node;
      }
    }
    IIOMetadataNode node = new IIOMetadataNode(name);
    root.appendChild(node);
    return node;
  }
}
