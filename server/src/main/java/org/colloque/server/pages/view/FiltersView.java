package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a member, and the form for a new one.
 *
 * @param form as {@link FilterView#form}
 * @param post one that is to be filtered; null when no post led here
 */
public record FiltersView(List<Row> filters, Form form, @Nullable StatusView post)
    implements Screen {
  /** The field that names the post. */
  public static final String POST = "post";

  /** What may become of what a filter finds, each with the key of its words. */
  public static final List<Action> ACTIONS =
      List.of(
          new Action("warn", "filters.action.warn"),
          new Action("blur", "filters.action.blur"),
          new Action("hide", "filters.action.hide"));

  /** As the client API names it, and the key of its words. */
  public record Action(String name, String words) {}

  /**
   * A filter.
   *
   * @param words what it looks for, joined
   * @param posts how many posts it names
   * @param over whether its time has passed
   */
  public record Row(
      String id,
      String title,
      String words,
      int posts,
      String action,
      @Nullable Instant expiresAt,
      boolean over) {
    /** What becomes of what it finds, in words. */
    public String becomes(Messages messages) {
      return ACTIONS.stream()
          .filter(each -> each.name().equals(action))
          .findFirst()
          .map(each -> messages.get(each.words()))
          .orElse("");
    }
  }

  @Override
  public String template() {
    return "filters/index.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("filters.title"));
  }
}
