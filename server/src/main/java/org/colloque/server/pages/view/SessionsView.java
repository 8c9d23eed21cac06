package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.ScopeWords;
import org.jspecify.annotations.Nullable;

/** Settings: where the member is signed in, and which apps may act for them. */
public record SessionsView(List<Session> sessions, List<App> apps) implements Screen {
  /**
   * One browser.
   *
   * @param browser in words ("Firefox, Android")
   * @param current whether it is the one that shows this page
   */
  public record Session(
      String id, String browser, String address, Instant lastUsedAt, boolean current) {}

  /** One app with its scopes. */
  public record App(
      String id,
      String name,
      String website,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant lastUsedAt) {
    public List<String> sentences(Messages messages) {
      return ScopeWords.of(scopes, messages);
    }
  }

  @Override
  public String template() {
    return "settings/sessions.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.sessions"));
  }
}
