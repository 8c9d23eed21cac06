package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;

/** Who can read a post, in the words of the client API and in the words of people. */
public enum Visibility {
  PUBLIC("public", "globe"),
  UNLISTED("unlisted", "moon"),
  FOLLOWERS("private", "lock"),
  DIRECT("direct", "mail");

  private final String apiName;
  private final String icon;

  Visibility(String apiName, String icon) {
    this.apiName = apiName;
    this.icon = icon;
  }

  /** The value of the form field, and of the client API. */
  public String apiName() {
    return apiName;
  }

  public String icon() {
    return icon;
  }

  /** Its short name. */
  public String label(Messages messages) {
    return switch (this) {
      case PUBLIC -> messages.get("visibility.public");
      case UNLISTED -> messages.get("visibility.unlisted");
      case FOLLOWERS -> messages.get("visibility.private");
      case DIRECT -> messages.get("visibility.direct");
    };
  }

  /** Who will read it. */
  public String readers(Messages messages) {
    return switch (this) {
      case PUBLIC -> messages.get("visibility.public.readers");
      case UNLISTED -> messages.get("visibility.unlisted.readers");
      case FOLLOWERS -> messages.get("visibility.private.readers");
      case DIRECT -> messages.get("visibility.direct.readers");
    };
  }
}
