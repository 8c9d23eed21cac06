package org.colloque.server.pages.view;

import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, without a word about the inside.
 *
 * @param status the HTTP status
 * @param detail what the person can do about it, null for the usual words
 * @param requestId to quote to the owner, empty when there is none
 */
public record ErrorView(int status, @Nullable String detail, String requestId) implements Screen {
  @Override
  public String template() {
    return "error.jte";
  }

  public String title(Messages messages) {
    return switch (status) {
      case 403 -> messages.get("error.403.title");
      case 404, 410 -> messages.get("error.404.title");
      case 413 -> messages.get("error.413.title");
      case 429 -> messages.get("error.429.title");
      case 503 -> messages.get("error.503.title");
      default -> status < 500 ? messages.get("error.422.title") : messages.get("error.500.title");
    };
  }

  public String text(Messages messages) {
    if (detail != null) {
      return detail;
    }
    return switch (status) {
      case 403 -> messages.get("error.403.text");
      case 404, 410 -> messages.get("error.404.text");
      case 413 -> messages.get("error.413.text");
      case 429 -> messages.get("error.429.text");
      case 503 -> messages.get("error.503.text");
      default -> status < 500 ? messages.get("error.422.text") : messages.get("error.500.text");
    };
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(title(messages));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }
}
