package org.colloque.server.pages.view;

/**
 * A picture or another file of a post.
 *
 * @param description the alternative text, empty when its author gave none
 * @param width of the preview in pixels, 0 when unknown
 */
public record MediaView(
    String id,
    Kind kind,
    String url,
    String previewUrl,
    String description,
    int width,
    int height) {
  /** What it is. */
  public enum Kind {
    IMAGE,
    VIDEO,
    AUDIO,
    OTHER
  }
}
