package org.colloque.server.archive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables that Mastodon writes and reads, each with its columns. */
enum CsvKind {
  FOLLOWING("following_accounts", true),
  LISTS("lists", false),
  BLOCKING("blocked_accounts", false),
  MUTING("muted_accounts", true),
  DOMAIN_BLOCKING("blocked_domains", false),
  BOOKMARKS("bookmarks", false);

  private static final String ADDRESS = "Account address";

  private final String file;
  private final boolean named;

  CsvKind(String file, boolean named) {
    this.file = file;
    this.named = named;
  }

  /** The name of the file. */
  String file() {
    return file + ".csv";
  }

  List<String> columns() {
    return switch (this) {
      case FOLLOWING -> List.of(ADDRESS, "Show boosts", "Notify on new posts", "Languages");
      case LISTS -> List.of("List name", ADDRESS);
      case BLOCKING -> List.of(ADDRESS);
      case MUTING -> List.of(ADDRESS, "Hide notifications");
      case DOMAIN_BLOCKING -> List.of("#domain");
      case BOOKMARKS -> List.of("#uri");
    };
  }

  /** Columns without which a line says nothing; the others have a usual value. */
  int needed() {
    return this == LISTS ? 2 : 1;
  }

  /** The first line of the file, where Mastodon writes one. */
  List<String> heading() {
    return named ? columns() : List.of();
  }

  /** As forms and the database name it. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<CsvKind> parse(String wire) {
    return Stream.of(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
  }
}
