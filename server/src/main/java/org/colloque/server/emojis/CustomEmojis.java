package org.colloque.server.emojis;

import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.migrations.tables.records.CustomEmojisRecord;
import org.colloque.server.http.Json;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Finds the emojis of this instance, all of them or those that a text names. */
public final class CustomEmojis {
  /** Emojis that an instance has at most. */
  public static final int MAX_EMOJIS = 2_000;

  /** Of one text; further ones stay words. */
  public static final int MAX_IN_TEXT = 50;

  /** Longest name, and the shortest that Mastodon understands. */
  public static final int MAX_NAME = 30;

  public static final int MIN_NAME = 2;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]{" + MIN_NAME + "," + MAX_NAME + "}");
  private static final Pattern WRITTEN =
      Pattern.compile("(?<![A-Za-z0-9_:]):(" + NAME.pattern() + "):(?![A-Za-z0-9_:])");

  private CustomEmojis() {}

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Those of this instance. */
  static Condition ours() {
    return DSL.coalesce(CUSTOM_EMOJIS.DOMAIN, "").eq("");
  }

  /** Also those that are switched off, by name. */
  static List<CustomEmojisRecord> all(DSLContext sql) {
    return sql.selectFrom(CUSTOM_EMOJIS)
        .where(ours())
        .orderBy(CUSTOM_EMOJIS.SHORTCODE)
        .limit(MAX_EMOJIS)
        .fetch();
  }

  /**
   * The emojis that these texts name, as the client API shows them: a JSON array. The database is
   * asked only when something looks like one.
   */
  public static String in(DSLContext sql, Collection<String> texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      Matcher written = WRITTEN.matcher(text);
      while (written.find() && names.size() < MAX_IN_TEXT) {
        names.add(written.group(1));
      }
    }
    ArrayNode found = Json.MAPPER.createArrayNode();
    if (names.isEmpty()) {
      return found.toString();
    }
    sql.selectFrom(CUSTOM_EMOJIS)
        .where(ours())
        .and(CUSTOM_EMOJIS.SHORTCODE.in(names))
        .and(CUSTOM_EMOJIS.DISABLED.isFalse())
        .orderBy(CUSTOM_EMOJIS.SHORTCODE)
        .forEach(row ->
            found
                .addObject()
                .put("shortcode", row.getShortcode())
                .put("url", row.getImageUrl())
                .put("static_url", row.getStaticUrl())
                .put("visible_in_picker", row.getVisibleInPicker()));
    return found.toString();
  }
}
