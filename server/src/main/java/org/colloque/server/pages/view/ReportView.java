package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: one report.
 *
 * @param account whom it is about, and what is decided about them
 * @param rules of the house that are said to be broken
 * @param forwarded whether their server was told
 * @param resolved whether it is done with
 */
public record ReportView(
    ReportsView.Report report,
    ModeratedView.Account account,
    List<Post> posts,
    List<String> rules,
    boolean forwarded,
    boolean resolved)
    implements Screen {
  /**
   * A post that it names.
   *
   * @param path where it is read here; empty when it is deleted
   * @param text without markup
   */
  public record Post(String path, String text, Instant createdAt) {}

  public ReportView {
    posts = List.copyOf(posts);
    rules = List.copyOf(rules);
  }

  @Override
  public String template() {
    return "admin/report.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.reports"));
  }
}
