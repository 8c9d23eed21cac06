package org.colloque.server.pages.view;

import org.jspecify.annotations.Nullable;

/** Where a list goes on; null at its ends. */
public record PagerView(@Nullable String newer, @Nullable String older) {
  public static final PagerView NONE = new PagerView(null, null);
}
