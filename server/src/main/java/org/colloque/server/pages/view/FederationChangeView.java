package org.colloque.server.pages.view;

import java.util.List;
import java.util.Map;
import org.colloque.server.pages.words.Messages;

/**
 * What a change about other servers would do, before it is done. The form brings {@code fields}
 * back as they came.
 *
 * @param what the change, as a sentence
 * @param effects sentences; empty when nothing that we know of changes
 * @param rules that an imported list makes or changes
 * @param followed people whom members follow and would lose
 * @param unreadable lines of an imported list that name no server
 * @param grave whether something ends that does not come back
 */
public record FederationChangeView(
    String what,
    List<String> effects,
    List<Line> rules,
    List<String> followed,
    List<String> unreadable,
    Map<String, String> fields,
    boolean grave)
    implements Screen {
  /**
   * A rule of an imported list.
   *
   * @param known whether there is a rule about this server, which changes
   */
  public record Line(String domain, String severity, boolean known) {}

  @Override
  public String template() {
    return "admin/federationchange.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("federation.preview"));
  }
}
