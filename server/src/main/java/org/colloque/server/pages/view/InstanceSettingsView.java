package org.colloque.server.pages.view;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.server.pages.words.LanguageMenu;
import org.colloque.server.pages.words.Messages;

/**
 * For the owner: the instance. Fields: {@code title}, {@code short_description}, {@code
 * description}, {@code rules} (one a line), {@code registrations}, {@code approval_message}, {@code
 * languages} (codes with spaces between them), {@code contact_email}, {@code contact_account},
 * {@code source_url}, {@code group_founders}, {@code trends}, {@code guests}, {@code
 * authorized_fetch}.
 */
public record InstanceSettingsView(Form form) implements Screen {
  /** Whether trends are shown; the words are {@code field.trends.} and this. */
  public static final List<String> TRENDS = List.of("off", "reviewed", "open");

  private static final Set<String> OFFERED_FIRST = Set.of("fr", "en");

  @Override
  public String template() {
    return "admin/settings.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.settings"));
  }

  /** Whether this language is chosen. */
  public boolean speaks(String code) {
    return chosen().contains(code);
  }

  /**
   * The languages to choose from.
   *
   * @param first those that are chosen or likely, else all others
   */
  public List<LanguageMenu.Language> languages(Messages messages, boolean first) {
    return LanguageMenu.of(messages, chosen()).stream()
        .filter(each -> (speaks(each.code()) || OFFERED_FIRST.contains(each.code())) == first)
        .toList();
  }

  private List<String> chosen() {
    return Stream.of(form.value("languages").split(" ", -1))
        .filter(code -> !code.isEmpty())
        .toList();
  }
}
