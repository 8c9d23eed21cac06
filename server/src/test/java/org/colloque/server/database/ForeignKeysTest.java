package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * Whoever deletes a status, an app, or the account of somebody who is not let in, makes PostgreSQL
 * look for all that refers to it: by an index, not by reading whole tables for each row
 * (reliability.md, C44).
 */
class ForeignKeysTest {
  /** An index helps when the column comes first and rows are left out at most for being null. */
  private static final String WITHOUT_INDEX =
      """
      SELECT c.conrelid::regclass || '.' || a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f'
        AND c.confrelid IN ('accounts'::regclass, 'users'::regclass, 'statuses'::regclass, 'oauth_apps'::regclass, 'oauth_tokens'::regclass,
          'outbox_activities'::regclass, 'tags'::regclass,
          'groups'::regclass, 'memberships'::regclass, 'listed_groups'::regclass)
        AND NOT EXISTS (
          SELECT FROM pg_index i
          WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
            AND (i.indpred IS NULL
              OR pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)'))
      ORDER BY 1
      """;

  @Test
  void c44NoDeletionReadsAWholeTable() {
    try (Rig rig = Rig.start()) {
      List<String> without =
          rig.kit()
              .db()
              .as(
                  Viewer.stranger(),
                  tx -> tx.sql().fetch(WITHOUT_INDEX).getValues(0, String.class));
      assertThat(without).isEmpty();
    }
  }
}
