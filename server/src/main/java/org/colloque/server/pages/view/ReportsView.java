package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: what was reported to them.
 *
 * @param resolved whether those are shown that are done with, or those that wait
 */
public record ReportsView(List<Report> reports, boolean resolved, PagerView pager)
    implements Screen {
  /**
   * A report.
   *
   * @param by the handle of who reports; the name of a server for a report from elsewhere
   * @param category a word for people
   * @param posts how many it names
   */
  public record Report(
      String id,
      String target,
      String by,
      String category,
      String comment,
      int posts,
      Instant createdAt) {}

  public ReportsView {
    reports = List.copyOf(reports);
  }

  @Override
  public String template() {
    return "admin/reports.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.reports"));
  }
}
