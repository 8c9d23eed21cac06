package org.colloque.server.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.PolicyFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remote HTML made safe to show: the elements, classes and schemes of federation.md quirk 43, and
 * nothing else.
 *
 * <p>The OWASP sanitizer reads, balances and filters; {@link SafeHtmlWriter} writes only names and
 * attributes it knows, with every text escaped, so that a fault of the reader cannot become markup.
 */
public final class HtmlSanitizer {
  /** Longest HTML read, in UTF-16 units; the rest is left out. */
  public static final int INPUT_MAX = 262_144;

  /**
   * Elements open in each other; what is deeper is left out. The reader looks at all that are open
   * for each one that begins: thousands of lists in lists would take it seconds (check C43).
   */
  static final int DEPTH_MAX = 24;

  /** Have no end (HTML, section 13.1.2). */
  private static final Set<String> WITHOUT_END =
      Set.of("br", "hr", "img", "wbr", "input", "source", "meta", "link", "col");

  /** End where the next of their kind begins, if their end is not written (13.1.2.4). */
  private static final Set<String> END_BY_THE_NEXT =
      Set.of("p", "li", "dt", "dd", "tr", "td", "th", "option", "rt", "rp");

  /** Read so often at most until it stays as it is; what never does is shown as text. */
  private static final int PASSES = 5;

  private static final Logger LOG = LoggerFactory.getLogger(HtmlSanitizer.class);

  /** Written as they are. Subscript and superscript are here for units and formulas. */
  static final Set<String> KEPT =
      Set.of(
          "p",
          "span",
          "br",
          "a",
          "del",
          "pre",
          "code",
          "em",
          "strong",
          "b",
          "i",
          "u",
          "ul",
          "ol",
          "li",
          "blockquote",
          "s",
          "ruby",
          "rt",
          "rp",
          "sub",
          "sup");

  /** Become a paragraph of strong text. */
  static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

  /** Vanish, but what they kept apart stays apart. */
  static final Set<String> BREAKING =
      Set.of(
          "div",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "figure",
          "figcaption",
          "table",
          "tr",
          "dl",
          "dt",
          "dd",
          "hr",
          "details",
          "summary",
          "address");

  private static final Pattern CLASS =
      Pattern.compile("(?:h|p|u|dt|e)-[a-z0-9-]+|mention|hashtag|ellipsis|invisible|quote-inline");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private static final Set<String> SCHEMES =
      Set.of("http", "https", "mailto", "gemini", "xmpp", "magnet");

  private static final Set<String> IMAGE_SCHEMES = Set.of("http", "https");

  private static final int URL_MAX = 4_096;
  private static final int MAX_NAME = 16;

  private static final PolicyFactory POLICY = policy();

  private HtmlSanitizer() {}

  /**
   * Safe HTML. Never fails: what cannot be read comes back as escaped text, so that one bad message
   * does not stop the others.
   */
  public static String sanitize(String html) {
    String cut = html.length() > INPUT_MAX ? html.substring(0, INPUT_MAX) : html;
    String clean = Unicode.clean(cut);
    try {
      // what stood in an element that is left out finds its place only when it is read again: an
      // item its list, a block in a paragraph, which the reader does not know, its end, a space
      // beside nothing its own. Whoever reads it then, a browser too, reads what stands there.
      String safe = clean;
      boolean plain = false;
      for (int pass = 0; !plain && pass < PASSES; pass++) {
        String before = safe;
        safe = written(before);
        plain = safe.equals(before);
      }
      return plain ? safe : written("<p>" + Escape.html(PlainText.of(safe)) + "</p>");
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.warn(
          "HTML of {} characters could not be read and is shown as text", html.length(), failure);
      return "<p>" + Escape.html(clean) + "</p>";
    }
  }

  /** Up to where it becomes too deep. */
  private static String shallow(String html) {
    Deque<String> open = new ArrayDeque<>();
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      boolean end = html.startsWith("/", at + 1);
      String name = elementName(html, at + (end ? 2 : 1));
      if (name.isEmpty() || WITHOUT_END.contains(name)) {
        continue;
      }
      if (!end && !(END_BY_THE_NEXT.contains(name) && name.equals(open.peek()))) {
        open.push(name);
      } else if (end && open.contains(name)) {
        while (!open.pop().equals(name)) {
          // those within it end with it
        }
      }
      if (open.size() > DEPTH_MAX) {
        return html.substring(0, at);
      }
    }
    return html;
  }

  private static String elementName(String html, int begin) {
    int end = begin;
    while (end < html.length()
        && end - begin < MAX_NAME
        && Character.isLetterOrDigit(html.charAt(end))) {
      end++;
    }
    return html.substring(begin, end).toLowerCase(Locale.ROOT);
  }

  /** One pass. What the reader adds, such as the list around an item, makes it deeper. */
  private static String written(String html) {
    SafeHtmlWriter writer = new SafeHtmlWriter();
    read(shallow(html), writer);
    return writer.html();
  }

  static void read(String html, HtmlStreamEventReceiver receiver) {
    org.owasp.html.HtmlSanitizer.sanitize(html, POLICY.apply(receiver));
  }

  /** The address if it is absolute and of an allowed scheme. */
  static Optional<String> safeUrl(String url) {
    return withScheme(url, SCHEMES);
  }

  static Optional<String> safeImageUrl(String url) {
    return withScheme(url, IMAGE_SCHEMES);
  }

  /** The classes that clients know, without the others. */
  static String safeClasses(String classes) {
    return SPACES
        .splitAsStream(classes)
        .filter(name -> CLASS.matcher(name).matches())
        .collect(Collectors.joining(" "));
  }

  private static Optional<String> withScheme(String url, Set<String> schemes) {
    // an address that is written as a character reference may hold what cleaned text never does
    String stripped = Unicode.clean(url).strip();
    int colon = stripped.indexOf(':');
    boolean sane =
        colon > 0
            && stripped.length() <= URL_MAX
            && stripped
                .codePoints()
                .noneMatch(c -> Unicode.isSpace(c) || Character.isISOControl(c));
    if (!sane || !schemes.contains(stripped.substring(0, colon).toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    boolean web = stripped.regionMatches(true, 0, "http", 0, 4);
    return web && !stripped.startsWith("://", colon) ? Optional.empty() : Optional.of(stripped);
  }

  private static PolicyFactory policy() {
    List<Set<String>> all = List.of(KEPT, HEADINGS, BREAKING, Set.of("img", "td", "th"));
    String[] elements = all.stream().flatMap(Set::stream).toArray(String[]::new);
    return new HtmlPolicyBuilder()
        .allowElements(elements)
        .allowWithoutAttributes("a", "span", "img")
        .allowAttributes("lang", "class", "translate")
        .globally()
        .allowAttributes("href")
        .matching(url -> safeUrl(url).isPresent())
        .onElements("a")
        .allowAttributes("src")
        .matching(url -> safeImageUrl(url).isPresent())
        .onElements("img")
        .allowAttributes("alt")
        .onElements("img")
        .allowAttributes("start", "reversed")
        .onElements("ol")
        .allowAttributes("value")
        .onElements("li")
        .allowUrlProtocols(SCHEMES.toArray(String[]::new))
        .toFactory();
  }
}
