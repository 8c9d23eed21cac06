package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Who quotes a post; for its author also who asks to, and who may.
 *
 * @param waiting quotes that wait for the author's answer; empty for everybody else
 * @param policy who may quote it, as {@link ComposerView#QUOTE_POLICIES}; empty where the reader
 *     cannot say that
 */
public record QuotesView(
    StatusView status,
    List<StatusView> waiting,
    List<StatusView> quotes,
    String policy,
    PagerView pager)
    implements Screen {

  /** Whether the reader wrote the post. */
  public boolean own() {
    return status.flags().own();
  }

  @Override
  public String template() {
    return "quotes.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("quotes.title"));
  }
}
