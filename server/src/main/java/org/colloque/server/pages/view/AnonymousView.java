package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The anonymous part of a group's board.
 *
 * @param hindrance why nothing is written here now, a sentence; null when it can be
 * @param threshold how many trustees together can learn an author
 * @param trustees their names
 * @param next when the next batch appears
 * @param secret of a post that was just sent, shown once; null otherwise
 * @param form what was typed, with what is wrong
 */
public record AnonymousView(
    GroupHead group,
    @Nullable String hindrance,
    int threshold,
    List<String> trustees,
    Instant next,
    List<Question> questions,
    PagerView pager,
    @Nullable String secret,
    Form form,
    boolean writes,
    boolean organises)
    implements Screen {
  /**
   * A question with its answers.
   *
   * @param hidden members have hidden it
   */
  public record Question(
      String id, Instant at, SafeHtml content, boolean hidden, List<Answer> answers) {}

  /**
   * An answer.
   *
   * @param author null for one without a name
   * @param byAuthor from the one who asked
   */
  public record Answer(
      String id,
      @Nullable AccountView author,
      boolean byAuthor,
      Instant at,
      SafeHtml content,
      boolean hidden) {}

  @Override
  public String template() {
    return "groups/anonymous.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("anonymous.title") + " · " + group.name());
  }

  @Override
  public @Nullable String sheet() {
    return Screen.GROUPS;
  }
}
