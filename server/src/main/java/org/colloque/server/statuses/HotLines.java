package org.colloque.server.statuses;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.jspecify.annotations.Nullable;

/** Puts the lines of {@link HotPages} together into the rows of a page, newest first. */
final class HotLines {
  private static final Line UNMARKED = new Line('k', 0, 0, 0, 0, 0);

  /**
   * One line; what the numbers are depends on its kind: 's' a status of the page and 'r' one that
   * is boosted (version, author, boosted status or 0, conversation), 'a' an account that stands
   * (version), 'k' marks (favourited, boosted, bookmarked, pinned), 'm' a conversation that is
   * muted, 'f' the version of the viewer's filters.
   */
  record Line(char kind, long id, long first, long second, long third, long fourth) {}

  private final long viewer;
  private final List<Line> page = new ArrayList<>();
  private final Map<Long, Line> boosted = new HashMap<>();
  private final Map<Long, Long> accounts = new HashMap<>();
  private final Map<Long, Line> marks = new HashMap<>();
  private final Set<Long> muted = new HashSet<>();
  private long filters;

  HotLines(Viewer viewer) {
    this.viewer = viewer instanceof Viewer.Member(AccountId account) ? account.value() : 0;
  }

  List<StatusRow> rows(List<Line> lines) {
    lines.forEach(this::sort);
    page.sort(Comparator.comparingLong(Line::id).reversed());
    List<StatusRow> rows = new ArrayList<>(page.size());
    for (Line status : page) {
      Line reblog = boosted.get(status.third());
      boolean whole = status.third() == 0 || reblog != null && stands(reblog);
      if (whole && stands(status)) {
        rows.add(row(status, reblog));
      }
    }
    return rows;
  }

  /** The version of the viewer's filters, as it came with the lines; 0 for who has none. */
  long filters() {
    return filters;
  }

  /** Authors who are suspended did not come along. */
  private boolean stands(Line status) {
    return accounts.containsKey(status.second());
  }

  private void sort(Line line) {
    switch (line.kind()) {
      case 's' -> page.add(line);
      case 'r' -> boosted.put(line.id(), line);
      case 'a' -> accounts.put(line.id(), line.first());
      case 'k' -> marks.put(line.id(), line);
      case 'm' -> muted.add(line.id());
      case 'f' -> filters = line.id();
      default -> throw new IllegalStateException("a line of kind " + line.kind());
    }
  }

  private StatusRow row(Line status, @Nullable Line reblog) {
    Line shown = reblog == null ? status : reblog;
    Line marked = marks.getOrDefault(shown.id(), UNMARKED);
    return new StatusRow(
        key(status),
        author(status),
        reblog == null ? null : key(reblog),
        reblog == null ? null : author(reblog),
        marked.first() != 0,
        marked.second() != 0,
        marked.third() != 0,
        muted.contains(shown.fourth()),
        marked.fourth() != 0,
        shown.second() == viewer);
  }

  private static StatusRow.Key key(Line status) {
    return new StatusRow.Key(status.id(), status.first());
  }

  private AccountEntities.Key author(Line status) {
    return new AccountEntities.Key(status.second(), accounts.getOrDefault(status.second(), 0L));
  }
}
