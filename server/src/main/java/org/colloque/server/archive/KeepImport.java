package org.colloque.server.archive;

import static org.colloque.migrations.Tables.IMPORTS;

import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.Csv;
import org.jooq.impl.DSL;

/** Takes in a table that a member brings along; {@link WorkImports} does what it says. */
final class KeepImport {
  /** The signal that there is something to work off. */
  static final String TOPIC = "import";

  /** Imports of one member that are kept, with what failed. */
  static final int KEPT = 10;

  private final Kit kit;

  KeepImport(Kit kit) {
    this.kit = kit;
  }

  void keep(Tx tx, UserId user, CsvKind kind, List<List<String>> lines) {
    long id = kit.ids().next();
    tx.sql()
        .insertInto(IMPORTS)
        .set(IMPORTS.ID, id)
        .set(IMPORTS.USER_ID, user.value())
        .set(IMPORTS.KIND, kind.wire())
        .set(IMPORTS.TOTAL, lines.size())
        .set(IMPORTS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    Batch.execute(
        tx.sql(),
        """
        INSERT INTO import_lines (import_id, number, line)
        SELECT ?, number, line FROM unnest(?::text[]) WITH ORDINALITY AS lines (line, number)
        """,
        id,
        lines.stream().map(Csv::line).toArray(String[]::new));
    var kept =
        DSL.select(IMPORTS.ID)
            .from(IMPORTS)
            .where(IMPORTS.USER_ID.eq(user.value()))
            .orderBy(IMPORTS.ID.desc())
            .limit(DSL.inline(KEPT));
    tx.sql()
        .deleteFrom(IMPORTS)
        .where(IMPORTS.USER_ID.eq(user.value()))
        .and(IMPORTS.ID.notIn(kept))
        .execute();
    kit.signals().send(tx, TOPIC, "");
  }
}
