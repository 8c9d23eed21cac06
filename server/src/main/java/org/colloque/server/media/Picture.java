package org.colloque.server.media;

/** An encoded picture without metadata, ready to be stored. */
public record Picture(byte[] bytes, ImageFormat format, Size size) {
  public String contentType() {
    return format.contentType();
  }
}
