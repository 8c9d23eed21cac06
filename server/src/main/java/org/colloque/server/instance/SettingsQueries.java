package org.colloque.server.instance;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.INSTANCE_SETTINGS;
import static org.colloque.migrations.Tables.RULES;
import static org.jooq.impl.DSL.lower;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.http.Json;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Reads and writes the tables of settings and rules. */
final class SettingsQueries {
  private SettingsQueries() {}

  static Map<String, String> texts(DSLContext sql) {
    Map<String, String> texts = new HashMap<>();
    sql.select(INSTANCE_SETTINGS.KEY, INSTANCE_SETTINGS.VALUE)
        .from(INSTANCE_SETTINGS)
        .forEach(row ->
            texts.put(
                row.value1(),
                Json.read(row.value2().data().getBytes(StandardCharsets.UTF_8)).asText()));
    return texts;
  }

  static void put(DSLContext sql, String key, String text, Instant now) {
    JSONB value = json(text);
    sql.insertInto(INSTANCE_SETTINGS)
        .set(INSTANCE_SETTINGS.KEY, key)
        .set(INSTANCE_SETTINGS.VALUE, value)
        .set(INSTANCE_SETTINGS.UPDATED_AT, now.atOffset(ZoneOffset.UTC))
        .onConflict(INSTANCE_SETTINGS.KEY)
        .doUpdate()
        .set(INSTANCE_SETTINGS.VALUE, value)
        .set(INSTANCE_SETTINGS.UPDATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Whether the key was new; another's value stays. */
  static boolean putNew(DSLContext sql, String key, String text, Instant now) {
    return sql.insertInto(INSTANCE_SETTINGS)
            .set(INSTANCE_SETTINGS.KEY, key)
            .set(INSTANCE_SETTINGS.VALUE, json(text))
            .set(INSTANCE_SETTINGS.UPDATED_AT, now.atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute()
        > 0;
  }

  private static JSONB json(String text) {
    return JSONB.valueOf(new String(Json.write(text), StandardCharsets.UTF_8));
  }

  static boolean isLocalAccount(DSLContext sql, String username) {
    return sql.fetchExists(
        ACCOUNTS,
        lower(ACCOUNTS.USERNAME)
            .eq(username.toLowerCase(Locale.ROOT))
            .and(ACCOUNTS.DOMAIN.isNull())
            .and(ACCOUNTS.DELETED_AT.isNull()));
  }

  static List<Rule> rules(DSLContext sql) {
    return sql.select(RULES.ID, RULES.TEXT, RULES.HINT)
        .from(RULES)
        .where(RULES.DELETED_AT.isNull())
        .orderBy(RULES.POSITION, RULES.ID)
        .fetch(row -> new Rule(row.value1(), row.value2(), row.value3()));
  }

  static void insertRule(DSLContext sql, long id, int position, String text) {
    sql.insertInto(RULES)
        .set(RULES.ID, id)
        .set(RULES.POSITION, position)
        .set(RULES.TEXT, text)
        .execute();
  }

  static void moveRule(DSLContext sql, long id, int position) {
    sql.update(RULES).set(RULES.POSITION, position).where(RULES.ID.eq(id)).execute();
  }

  /** Kept for the reports that name it, but no longer shown. */
  static void deleteRule(DSLContext sql, long id, Instant now) {
    sql.update(RULES)
        .set(RULES.DELETED_AT, now.atOffset(ZoneOffset.UTC))
        .where(RULES.ID.eq(id))
        .execute();
  }
}
