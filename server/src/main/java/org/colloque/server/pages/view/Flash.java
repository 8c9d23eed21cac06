package org.colloque.server.pages.view;

import java.util.Locale;

/** A line above the page, about what was just done. */
public record Flash(Kind kind, String text) {
  /** How it is coloured and announced. */
  public enum Kind {
    DONE,
    NOTE,
    PROBLEM;

    /** The class that the stylesheet knows it by. */
    public String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
