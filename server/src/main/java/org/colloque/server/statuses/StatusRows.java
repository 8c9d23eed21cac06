package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.CONVERSATION_MUTES;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_PINS;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.colloque.migrations.tables.Accounts;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.database.Viewer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The one query behind every list of statuses. */
final class StatusRows {
  /** The statuses of a list, for conditions. */
  static final Statuses S = STATUSES.as("s");

  private static final Statuses R = STATUSES.as("r");
  private static final Accounts A = ACCOUNTS.as("a");
  private static final Accounts RA = ACCOUNTS.as("ra");

  private static final Field<Long> TARGET = DSL.coalesce(R.ID, S.ID);

  private StatusRows() {}

  /** The rows whose identifiers {@code page} selects, newest first. */
  static List<StatusRow> of(DSLContext sql, Viewer viewer, Select<?> page) {
    return fetch(
        sql,
        viewer,
        S.ID.in(DSL.select(DSL.field("id", Long.class)).from(page.asTable("page", "id"))));
  }

  /** The rows of {@code ids}, newest first. */
  static List<StatusRow> of(DSLContext sql, Viewer viewer, List<Long> ids) {
    return ids.isEmpty() ? List.of() : fetch(sql, viewer, S.ID.in(ids));
  }

  /** One status with the marks of each of {@code readers}. */
  static Map<Long, StatusRow> ofReaders(DSLContext sql, Collection<Long> readers, long id) {
    Map<Long, StatusRow> rows = new HashMap<>();
    ofReaders(sql, readers, List.of(id))
        .forEach((reader, byId) -> rows.put(reader, Objects.requireNonNull(byId.get(id))));
    return rows;
  }

  /** As above for several: by reader, then by status. */
  static Map<Long, Map<Long, StatusRow>> ofReaders(
      DSLContext sql, Collection<Long> readers, Collection<Long> ids) {
    Map<Long, Map<Long, StatusRow>> rows = new HashMap<>();
    if (ids.isEmpty()) {
      return rows;
    }
    Field<Long> reader = DSL.field(DSL.name("reader", "id"), Long.class);
    Flags flags = Flags.of(reader);
    select(sql, flags)
        .select(reader)
        .from(joined().crossJoin(DSL.unnest(readers.toArray(Long[]::new)).as("reader", "id")))
        .where(S.ID.in(ids))
        .and(standing())
        .forEach(row ->
            rows.computeIfAbsent(row.get(reader), _ -> new HashMap<>())
                .put(row.get(S.ID), row(row, flags)));
    return rows;
  }

  private static List<StatusRow> fetch(DSLContext sql, Viewer viewer, Condition condition) {
    Flags flags = Flags.of(viewer);
    return select(sql, flags)
        .from(joined())
        .where(condition)
        .and(standing())
        .orderBy(S.ID.desc())
        .fetch(row -> row(row, flags));
  }

  private static SelectSelectStep<Record> select(DSLContext sql, Flags flags) {
    return sql.select(S.ID, S.VERSION, A.ID, A.VERSION, R.ID, R.VERSION, RA.ID, RA.VERSION)
        .select(flags.favourited, flags.reblogged, flags.bookmarked)
        .select(flags.muted, flags.pinned, flags.own);
  }

  private static Table<Record> joined() {
    return S.join(A)
        .on(A.ID.eq(S.ACCOUNT_ID))
        .leftJoin(R)
        .on(R.ID.eq(S.REBLOG_OF_ID))
        .leftJoin(RA)
        .on(RA.ID.eq(R.ACCOUNT_ID));
  }

  private static Condition standing() {
    return S.DELETED_AT
        .isNull()
        .and(R.DELETED_AT.isNull())
        .and(A.SUSPENDED_AT.isNull())
        .and(RA.SUSPENDED_AT.isNull());
  }

  private static StatusRow row(Record row, Flags flags) {
    Long reblog = row.get(R.ID);
    return new StatusRow(
        new StatusRow.Key(row.get(S.ID), row.get(S.VERSION)),
        new AccountEntities.Key(row.get(A.ID), row.get(A.VERSION)),
        reblog == null ? null : new StatusRow.Key(reblog, row.get(R.VERSION)),
        reblog == null ? null : new AccountEntities.Key(row.get(RA.ID), row.get(RA.VERSION)),
        row.get(flags.favourited),
        row.get(flags.reblogged),
        row.get(flags.bookmarked),
        row.get(flags.muted),
        row.get(flags.pinned),
        row.get(flags.own));
  }

  /** The viewer's marks on a status; constants for a stranger. */
  private record Flags(
      Field<Boolean> favourited,
      Field<Boolean> reblogged,
      Field<Boolean> bookmarked,
      Field<Boolean> muted,
      Field<Boolean> pinned,
      Field<Boolean> own) {

    static Flags of(Viewer viewer) {
      return switch (viewer) {
        case Viewer.Stranger _ -> {
          Field<Boolean> no = DSL.inline(false);
          yield new Flags(
              no.as("favourited"),
              no.as("reblogged"),
              no.as("bookmarked"),
              no.as("muted"),
              no.as("pinned"),
              no.as("own"));
        }
        case Viewer.Member member -> of(DSL.val(member.account().value()));
      };
    }

    static Flags of(Field<Long> me) {
      Statuses mine = STATUSES.as("mine");
      return new Flags(
          exists(
              FAVOURITES.where(FAVOURITES.ACCOUNT_ID.eq(me), FAVOURITES.STATUS_ID.eq(TARGET)),
              "favourited"),
          exists(
              mine.where(
                  mine.REBLOG_OF_ID.eq(TARGET), mine.ACCOUNT_ID.eq(me), mine.DELETED_AT.isNull()),
              "reblogged"),
          exists(
              BOOKMARKS.where(BOOKMARKS.ACCOUNT_ID.eq(me), BOOKMARKS.STATUS_ID.eq(TARGET)),
              "bookmarked"),
          exists(
              CONVERSATION_MUTES.where(
                  CONVERSATION_MUTES.ACCOUNT_ID.eq(me),
                  CONVERSATION_MUTES.CONVERSATION_ID.eq(
                      DSL.coalesce(R.CONVERSATION_ID, S.CONVERSATION_ID))),
              "muted"),
          exists(
              STATUS_PINS.where(STATUS_PINS.ACCOUNT_ID.eq(me), STATUS_PINS.STATUS_ID.eq(TARGET)),
              "pinned"),
          DSL.field(DSL.coalesce(R.ACCOUNT_ID, S.ACCOUNT_ID).eq(me)).as("own"));
    }

    private static Field<Boolean> exists(org.jooq.TableLike<?> rows, String name) {
      return DSL.field(DSL.exists(DSL.selectOne().from(rows))).as(name);
    }
  }
}
