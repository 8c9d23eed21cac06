package org.colloque.server.pages.view;

/**
 * HTML that the sanitiser has let through, to be written unescaped. Only make one from the output
 * of the sanitiser or of our own formatter.
 */
public record SafeHtml(String html) {
  public static final SafeHtml EMPTY = new SafeHtml("");

  public boolean isEmpty() {
    return html.isEmpty();
  }
}
