package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.emojis.CustomEmojis;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Mentions;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.ProfileText;
import org.colloque.server.text.StatusText;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;

/** The texts of a profile as they are kept: the source, and the HTML that is shown. */
public final class ProfileTexts {
  private final Kit kit;
  private final Mentions mentions;

  public ProfileTexts(Kit kit, Mentions mentions) {
    this.kit = kit;
    this.mentions = mentions;
  }

  /** The columns of {@code accounts} that change, checked by {@link ProfileRules} before. */
  Map<Field<?>, Object> columns(DSLContext sql, AccountsRecord row, ProfileChange.Texts texts) {
    Map<Field<?>, Object> columns = new HashMap<>();
    texts.displayName().ifPresent(name -> columns.put(ACCOUNTS.DISPLAY_NAME, line(name)));
    texts.profession().ifPresent(text -> columns.put(ACCOUNTS.PROFESSION, line(text)));
    texts
        .avatarDescription()
        .ifPresent(text -> columns.put(ACCOUNTS.AVATAR_DESCRIPTION, line(text)));
    texts
        .headerDescription()
        .ifPresent(text -> columns.put(ACCOUNTS.HEADER_DESCRIPTION, line(text)));
    texts
        .attributionDomains()
        .ifPresent(domains ->
            columns.put(
                ACCOUNTS.ATTRIBUTION_DOMAINS,
                domains.stream()
                    .map(domain -> domain.toLowerCase(Locale.ROOT))
                    .distinct()
                    .toArray(String[]::new)));
    MentionResolver links = links(sql, texts);
    texts
        .note()
        .ifPresent(note -> {
          String source = StatusText.parse(note).text().strip();
          columns.put(ACCOUNTS.NOTE_SOURCE, source);
          columns.put(
              ACCOUNTS.NOTE_HTML,
              source.isEmpty() ? "" : ProfileText.bio(source, links, kit.urls()::tag));
        });
    texts.fields().ifPresent(fields -> columns.put(ACCOUNTS.FIELDS, fields(row, fields, links)));
    emojis(sql, row, columns);
    return columns;
  }

  /** Emojis are looked for in all texts when one of them changes. */
  private static void emojis(DSLContext sql, AccountsRecord row, Map<Field<?>, Object> columns) {
    List<Field<?>> texts = List.of(ACCOUNTS.DISPLAY_NAME, ACCOUNTS.NOTE_SOURCE, ACCOUNTS.FIELDS);
    if (texts.stream().anyMatch(columns::containsKey)) {
      List<String> words =
          texts.stream()
              .map(text -> columns.getOrDefault(text, row.get(text)))
              .map(Object::toString)
              .toList();
      columns.put(ACCOUNTS.EMOJIS, JSONB.valueOf(CustomEmojis.in(sql, words)));
    }
  }

  /** Everybody who is mentioned anywhere, by one statement. */
  private MentionResolver links(DSLContext sql, ProfileChange.Texts texts) {
    StringBuilder all = new StringBuilder(texts.note().orElse(""));
    texts.fields().orElse(List.of()).forEach(field -> all.append('\n').append(field.value()));
    return mentions.find(sql, StatusText.parse(all.toString())).links();
  }

  private JSONB fields(
      AccountsRecord row, List<ProfileChange.Field> fields, MentionResolver links) {
    JsonNode before = Json.read(row.getFields().data().getBytes(StandardCharsets.UTF_8));
    ArrayNode kept = Json.MAPPER.createArrayNode();
    for (ProfileChange.Field field : fields) {
      String name = line(field.name());
      String source = line(field.value());
      if (!name.isEmpty()) {
        ObjectNode one = kept.addObject();
        one.put("name", name);
        one.put("source", source);
        one.put("value", ProfileText.field(source, links, kit.urls()::tag));
        one.set("verified_at", verified(before, name, "source", source));
      }
    }
    return JSONB.valueOf(kept.toString());
  }

  /**
   * When a field was verified: a proof holds for what was proved, and for nothing else.
   *
   * @param before the fields until now
   * @param part of a field in which it must be the same: {@code source} or {@code value}
   */
  public static JsonNode verified(JsonNode before, String name, String part, String text) {
    for (JsonNode field : before) {
      if (field.path("name").asText().equals(name)
          && field.path(part).asText().equals(text)
          && field.path("verified_at").isTextual()) {
        return field.path("verified_at");
      }
    }
    return Json.MAPPER.nullNode();
  }

  /** One line without control characters. */
  private static String line(String text) {
    return StatusText.parse(text).text().replaceAll("\\s+", " ").strip();
  }
}
