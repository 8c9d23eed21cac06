package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: the servers that we know.
 *
 * @param query what their names begin with
 */
public record ServersView(List<Server> servers, String query, PagerView pager) implements Screen {
  /**
   * A server.
   *
   * @param software and its version, as the server says; empty when it does not
   * @param following how many of its people members follow
   * @param followers how many of its people follow members
   * @param severity of the rule that holds; empty when none does
   * @param waiting deliveries that wait for it
   */
  public record Server(
      String domain,
      String software,
      int accounts,
      int following,
      int followers,
      String severity,
      int waiting) {}

  @Override
  public String template() {
    return "admin/servers.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("federation.servers"));
  }
}
