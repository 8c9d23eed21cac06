package org.colloque.server.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * What members of a group write: Markdown, in whose words mentions and addresses are found. What is
 * quoted as code is nobody's name.
 */
public final class RichText {
  /** Deeper nesting is text. */
  private static final int DEEPEST = 20;

  private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(DEEPEST).build();

  private final String source;

  private RichText(String source) {
    this.source = source;
  }

  /** As it was typed, but without characters that steer or hide text. */
  public static RichText parse(String markdown) {
    return new RichText(Unicode.clean(markdown));
  }

  /** As it is kept. */
  public String source() {
    return source;
  }

  /** Whom the words name. */
  public List<TextToken.Mention> mentions() {
    List<TextToken.Mention> mentions = new ArrayList<>();
    texts().forEach(text -> mentions.addAll(StatusText.parse(text.getLiteral()).mentions()));
    return mentions;
  }

  /** Safe HTML; a mention that {@code mentions} does not know stays plain text. */
  public String html(MentionResolver mentions) {
    Node document = PARSER.parse(source);
    Set<Node> named = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Text text : texts(document)) {
      unfold(text, mentions, named);
    }
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .escapeHtml(true)
            .softbreak("<br>")
            .attributeProviderFactory(_ ->
                (node, _, attributes) -> {
                  if (named.contains(node)) {
                    attributes.put("class", "u-url mention");
                  }
                })
            .build();
    return HtmlSanitizer.sanitize(renderer.render(document));
  }

  private List<Text> texts() {
    return texts(PARSER.parse(source));
  }

  private static List<Text> texts(Node document) {
    List<Text> texts = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            // a link has its words already
          }

          @Override
          public void visit(Text text) {
            texts.add(text);
          }
        });
    return texts;
  }

  /** Puts links where the text names somebody or an address. */
  private static void unfold(Text text, MentionResolver mentions, Set<Node> named) {
    StatusText parsed = StatusText.parse(text.getLiteral());
    int position = 0;
    for (TextToken token : parsed.tokens()) {
      Optional<Link> link = link(token, mentions, named);
      if (link.isPresent()) {
        text.insertBefore(new Text(parsed.text().substring(position, token.start())));
        text.insertBefore(link.get());
        position = token.end();
      }
    }
    if (position > 0) {
      text.setLiteral(parsed.text().substring(position));
    }
  }

  private static Optional<Link> link(TextToken token, MentionResolver mentions, Set<Node> named) {
    return switch (token) {
      case TextToken.Mention mention ->
          mentions
              .resolve(mention)
              .map(target -> {
                Link link = linked(target.url(), "@" + target.username());
                named.add(link);
                return link;
              });
      case TextToken.Link link -> Optional.of(linked(link.url(), link.url()));
      case TextToken.Hashtag _, TextToken.Shortcode _ -> Optional.empty();
    };
  }

  private static Link linked(String url, String words) {
    Link link = new Link(url, null);
    link.appendChild(new Text(words));
    return link;
  }
}
