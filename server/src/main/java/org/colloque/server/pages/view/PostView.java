package org.colloque.server.pages.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post in its topic.
 *
 * @param status null when it was taken back and others had answered it
 * @param depth how far it is set in
 * @param fresh the reader has not seen it before
 * @param removable those who keep order may take it away
 */
public record PostView(
    String id,
    @Nullable StatusView status,
    int depth,
    boolean fresh,
    boolean removable,
    List<Reaction> reactions) {
  /** Deeper answers are not set in any further. */
  public static final int DEEPEST = 3;

  /**
   * An emoji below it.
   *
   * @param own the reader is one of them
   */
  public record Reaction(String emoji, int count, boolean own) {}

  /** The class that sets it in. */
  public String css() {
    return "post d" + Math.min(depth, DEEPEST);
  }
}
