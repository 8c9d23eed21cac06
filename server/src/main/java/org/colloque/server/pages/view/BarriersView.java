package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * Who may not join, or not even come.
 *
 * @param form one field for each kind of barrier, of which one may be faulty
 */
public record BarriersView(List<Row> domains, List<Row> addresses, List<Row> networks, Form form)
    implements Screen {
  /**
   * A barrier.
   *
   * @param what the domain, the hash of an address, or the network
   * @param words the key of what it does; empty for what goes without saying
   */
  public record Row(String id, String what, String words) {}

  /** What a barrier before a network does; the words are {@code barriers.} and this. */
  public static final List<String> SEVERITIES =
      List.of("sign_up_requires_approval", "sign_up_block", "no_access");

  @Override
  public String template() {
    return "admin/barriers.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.barriers"));
  }
}
