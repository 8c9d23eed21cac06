package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For the owner: what a followed list asks for and nobody has decided yet.
 *
 * @param effects of applying all of it, as sentences
 * @param followed people whom members follow and would lose
 */
public record ListView(
    String id,
    String url,
    List<String> effects,
    List<String> followed,
    List<FederationChangeView.Line> waiting)
    implements Screen {
  @Override
  public String template() {
    return "admin/list.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("lists.decide"));
  }
}
