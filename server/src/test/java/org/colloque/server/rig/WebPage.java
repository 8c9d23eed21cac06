package org.colloque.server.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser.Answer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A page that a browser shows, whose forms are sent as a browser sends them. */
public record WebPage(Browser browser, Document document) {
  /** Opens a page that has to be there. */
  public static WebPage open(Browser browser, String path) {
    Answer answer = browser.get(path);
    assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
    return of(browser, answer);
  }

  /** What an answer shows, whatever its status. */
  public static WebPage of(Browser browser, Answer answer) {
    return new WebPage(browser, Jsoup.parse(answer.text()));
  }

  /** The first form that leads to {@code action}. */
  public Element form(String action) {
    var forms = document.select("form[action=" + action + "]");
    assertThat(forms).as("form %s of %s", action, document.title()).isNotEmpty();
    return forms.getFirst();
  }

  public Answer send(String action, Map<String, String> filled) {
    return send(browser, form(action), filled);
  }

  /** Sends a form; {@code filled} holds what was typed over its values, "" clears a box. */
  public static Answer send(Browser browser, Element form, Map<String, String> filled) {
    return browser.post(form.attr("action"), fields(form, filled));
  }

  /** The names and values by turns that a browser would send, files left out. */
  public static String[] fields(Element form, Map<String, String> filled) {
    List<String> fields = new ArrayList<>();
    for (Element field : form.select("input[name]:not([type=file]), textarea, select")) {
      String name = field.attr("name");
      if (isTicked(field, filled.get(name))) {
        fields.add(name);
        fields.add(filled.getOrDefault(name, value(field)));
      }
    }
    return fields.toArray(String[]::new);
  }

  private static boolean isTicked(Element field, @org.jspecify.annotations.Nullable String wanted) {
    return switch (field.attr("type")) {
      case "checkbox" -> wanted == null ? field.hasAttr("checked") : !wanted.isEmpty();
      case "radio" ->
          wanted == null ? field.hasAttr("checked") : wanted.equals(field.attr("value"));
      case String _ -> true;
    };
  }

  private static String value(Element field) {
    return switch (field.tagName()) {
      case "textarea" -> field.wholeText();
      case "select" -> {
        var options = field.select("option[selected]");
        yield (options.isEmpty() ? field.select("option") : options).attr("value");
      }
      case String _ -> field.attr("value");
    };
  }
}
