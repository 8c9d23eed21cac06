package org.colloque.server.archive;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.LISTS;
import static org.colloque.migrations.Tables.LIST_ACCOUNTS;
import static org.colloque.migrations.Tables.MUTES;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Reads what a member keeps, the newest first, in portions. */
final class CsvQueries {
  /** Lines that are read at once. */
  static final int PORTION = 1_000;

  private final DSLContext sql;
  private final long owner;
  private final String host;
  private final long before;

  /**
   * @param host the domain that stands behind the names of our own members
   * @param before where the portion before this one ended
   */
  CsvQueries(DSLContext sql, AccountId owner, String host, long before) {
    this.sql = sql;
    this.owner = owner.value();
    this.host = host;
    this.before = before;
  }

  /** A line of a table, and its place. */
  record Line(long cursor, List<String> fields) {}

  List<Line> portion(CsvKind kind) {
    return switch (kind) {
      case FOLLOWING ->
          people(
              FOLLOWS,
              FOLLOWS.ID,
              FOLLOWS.ACCOUNT_ID,
              FOLLOWS.TARGET_ACCOUNT_ID,
              flag(FOLLOWS.SHOW_REBLOGS),
              flag(FOLLOWS.NOTIFY),
              DSL.coalesce(DSL.arrayToString(FOLLOWS.LANGUAGES, DSL.val(", ")), ""));
      case BLOCKING -> people(BLOCKS, BLOCKS.ID, BLOCKS.ACCOUNT_ID, BLOCKS.TARGET_ACCOUNT_ID);
      case MUTING ->
          people(
              MUTES,
              MUTES.ID,
              MUTES.ACCOUNT_ID,
              MUTES.TARGET_ACCOUNT_ID,
              flag(MUTES.HIDE_NOTIFICATIONS));
      case LISTS ->
          lines(
              sql.select(LIST_ACCOUNTS.ID, LISTS.TITLE, handle())
                  .from(LIST_ACCOUNTS)
                  .join(LISTS)
                  .on(LISTS.ID.eq(LIST_ACCOUNTS.LIST_ID))
                  .join(ACCOUNTS)
                  .on(ACCOUNTS.ID.eq(LIST_ACCOUNTS.ACCOUNT_ID)),
              LIST_ACCOUNTS.ID,
              LIST_ACCOUNTS.OWNER_ID);
      case BOOKMARKS ->
          lines(
              sql.select(BOOKMARKS.ID, FEDERATED_STATUSES.URI)
                  .from(BOOKMARKS)
                  .join(FEDERATED_STATUSES)
                  .on(FEDERATED_STATUSES.ID.eq(BOOKMARKS.STATUS_ID))
                  .and(FEDERATED_STATUSES.DELETED_AT.isNull()),
              BOOKMARKS.ID,
              BOOKMARKS.ACCOUNT_ID);
      case DOMAIN_BLOCKING ->
          lines(
              sql.select(ACCOUNT_DOMAIN_BLOCKS.ID, ACCOUNT_DOMAIN_BLOCKS.DOMAIN)
                  .from(ACCOUNT_DOMAIN_BLOCKS),
              ACCOUNT_DOMAIN_BLOCKS.ID,
              ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID);
    };
  }

  private List<Line> people(
      Table<?> table,
      TableField<?, Long> id,
      TableField<?, Long> of,
      TableField<?, Long> whom,
      Field<?>... more) {
    return lines(
        sql.select(id, handle()).select(more).from(table).join(ACCOUNTS).on(ACCOUNTS.ID.eq(whom)),
        id,
        of);
  }

  private List<Line> lines(
      SelectJoinStep<? extends Record> query, TableField<?, Long> id, TableField<?, Long> of) {
    return query
        .where(of.eq(owner))
        .and(id.lt(before))
        .orderBy(id.desc())
        .limit(DSL.inline(PORTION))
        .fetch(row -> {
          List<String> fields = List.of(row.into(String[].class));
          return new Line(Long.parseLong(fields.getFirst()), fields.subList(1, fields.size()));
        });
  }

  private Field<String> handle() {
    return ACCOUNTS.USERNAME.concat("@").concat(DSL.coalesce(ACCOUNTS.DOMAIN, DSL.val(host)));
  }

  private static Field<String> flag(Field<Boolean> flag) {
    return DSL.when(DSL.condition(flag), DSL.inline("true")).otherwise(DSL.inline("false"));
  }
}
