package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Settings: what a member takes with them, and what they bring along.
 *
 * @param imports the newest first
 * @param form fields {@code kind}, one of {@link #KINDS}, and {@code file}
 */
public record ExportView(Archive archive, List<Import> imports, Form form) implements Screen {
  /**
   * All they wrote.
   *
   * @param asked whether they asked for it
   * @param until how long it can be fetched; null before it is made
   */
  public record Archive(boolean asked, @Nullable Instant until) {}

  /**
   * A table that they brought along.
   *
   * @param failures the first of the lines that could not be done
   */
  public record Import(
      String kind, Instant at, int total, int done, int failed, List<String> failures) {
    public boolean finished() {
      return done + failed >= total;
    }
  }

  /**
   * A table.
   *
   * @param file its name, and that of its download
   */
  public record Kind(String wire, String file, String label) {}

  public static final List<Kind> KINDS =
      List.of(
          new Kind("following", "following_accounts.csv", "export.following"),
          new Kind("lists", "lists.csv", "export.lists"),
          new Kind("blocking", "blocked_accounts.csv", "export.blocking"),
          new Kind("muting", "muted_accounts.csv", "export.muting"),
          new Kind("domain_blocking", "blocked_domains.csv", "export.domains"),
          new Kind("bookmarks", "bookmarks.csv", "export.bookmarks"));

  /** What a table of this kind holds. */
  public static String label(Messages messages, String kind) {
    return KINDS.stream()
        .filter(each -> each.wire().equals(kind))
        .findFirst()
        .map(each -> messages.get(each.label()))
        .orElse("");
  }

  @Override
  public String template() {
    return "settings/export.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("tab.export"));
  }
}
