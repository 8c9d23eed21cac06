package org.colloque.server.leaks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;

/** What stands in the tables for this or that viewer, under the server's own role. */
final class Records {
  private final Village village;
  private final List<String> tables;
  private final String query;

  Records(Village village) {
    this.village = village;
    tables =
        village
            .rig
            .kit()
            .db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .fetch(
                            "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'v', 'p', 'm')"
                                + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                        .map(row -> row.get(0, String.class)));
    query =
        tables.stream()
            .map(table ->
                "SELECT '%1$s' AS place, t::text AS found FROM %1$s t WHERE t::text LIKE '%%%2$s%%'"
                    .formatted(table, Canaries.BEGINNING))
            .collect(Collectors.joining(" UNION ALL "));
  }

  /** A row with a word of its own in it. */
  record Found(String where, String row) {}

  int tables() {
    return tables.size();
  }

  List<Found> ofOutsiders() {
    List<Found> all = new ArrayList<>(of("a stranger", Viewer.stranger()));
    all.addAll(of("a member of the instance", village.eve.account()));
    all.addAll(of("the owner of the instance", village.claire.account()));
    return all;
  }

  List<Found> of(String who, AccountId account) {
    return of(who, Viewer.of(account));
  }

  private List<Found> of(String who, Viewer viewer) {
    return village
        .rig
        .kit()
        .db()
        .as(
            viewer,
            tx ->
                tx.sql()
                    .fetch(query)
                    .map(row ->
                        new Found(
                            who + " in the table " + row.get(0, String.class),
                            row.get(1, String.class))));
  }
}
