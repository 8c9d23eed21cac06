package org.colloque.server.remote;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.Optional;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How many likes and boosts the server of a post tells (federation.md, quirk 30): not proven, so it
 * is kept apart from what came here, and only what goes beyond that is added when it is shown.
 */
final class ToldTotals {
  /** More is told by nobody who means it. */
  static final long MOST = 10_000_000;

  private ToldTotals() {}

  /** Keeps what {@code note} tells of itself; returns whether another number is shown now. */
  static boolean keep(DSLContext sql, StatusId status, Note note) {
    Long likes = note.responses().likesTotal();
    Long shares = note.responses().sharesTotal();
    if (likes == null && shares == null) {
      return false;
    }
    Field<Integer> favourites =
        beyond(likes, STATUSES.FAVOURITES_COUNT, STATUSES.FAVOURITES_ELSEWHERE);
    Field<Integer> reblogs = beyond(shares, STATUSES.REBLOGS_COUNT, STATUSES.REBLOGS_ELSEWHERE);
    return sql.update(STATUSES)
            .set(STATUSES.FAVOURITES_ELSEWHERE, favourites)
            .set(STATUSES.REBLOGS_ELSEWHERE, reblogs)
            .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
            .where(STATUSES.ID.eq(status.value()))
            .and(
                STATUSES
                    .FAVOURITES_ELSEWHERE
                    .ne(favourites)
                    .or(STATUSES.REBLOGS_ELSEWHERE.ne(reblogs)))
            .execute()
        > 0;
  }

  /** Of a post that is new here nothing came yet: only what is above nothing needs a statement. */
  static void keepOfNew(DSLContext sql, Optional<StatusId> stored, Note note) {
    boolean any = isSome(note.responses().likesTotal()) || isSome(note.responses().sharesTotal());
    stored.filter(_ -> any).ifPresent(id -> keep(sql, id, note));
  }

  private static boolean isSome(@Nullable Long total) {
    return total != null && total > 0;
  }

  private static Field<Integer> beyond(
      @Nullable Long told, Field<Integer> here, Field<Integer> before) {
    return told == null
        ? before
        : DSL.greatest(DSL.val(Math.toIntExact(Math.min(told, MOST))).minus(here), DSL.inline(0));
  }
}
