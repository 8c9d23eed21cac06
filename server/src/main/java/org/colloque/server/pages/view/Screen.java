package org.colloque.server.pages.view;

import java.util.Locale;
import org.colloque.server.pages.words.Messages;

/** What one page shows. Each screen knows its template; the route class only fills it. */
public interface Screen {
  /** The template's path below {@code src/main/jte}. */
  String template();

  /** What the page says about itself in its head. */
  Head head(Messages messages);

  /** The stylesheet of the pages of groups. */
  String GROUPS = "groups.css";

  /** A stylesheet of its own beside the common one; null for most. */
  default @org.jspecify.annotations.Nullable String sheet() {
    return null;
  }

  /** How much room the page takes. */
  default Shape shape() {
    return Shape.COLUMN;
  }

  /** How much room a page takes: one card, one column beside the navigation, or the whole width. */
  enum Shape {
    CARD,
    COLUMN,
    WIDE;

    /** The class that the stylesheet knows it by. */
    public String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
