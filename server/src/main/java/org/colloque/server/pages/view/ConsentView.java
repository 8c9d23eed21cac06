package org.colloque.server.pages.view;

import java.util.List;
import java.util.Map;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.ScopeWords;

/**
 * The question of OAuth (RFC 6749 section 4.1.1). The form sends back {@code parameters} as they
 * came, and {@code decision}: allow or deny.
 *
 * @param website where the app says it comes from, empty when it does not
 * @param goesTo the host or scheme that the answer leads to, in words a person can check
 */
public record ConsentView(
    String app, String website, String goesTo, List<String> scopes, Map<String, String> parameters)
    implements Screen {
  @Override
  public String template() {
    return "entry/consent.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("consent.title", app));
  }

  @Override
  public Shape shape() {
    return Shape.CARD;
  }

  public List<String> sentences(Messages messages) {
    return ScopeWords.of(scopes, messages);
  }
}
