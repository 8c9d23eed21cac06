package org.colloque.server.trends;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.cards.CardEntities;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;

/** Pages that trend, with how often they were linked to (Mastodon 4.6, Trends::Link). */
final class LinkEntities {
  private static final int DAYS = 7;

  private LinkEntities() {}

  static List<ObjectNode> list(DSLContext sql, Kit kit, List<PreviewCardsRecord> cards) {
    Instant now = kit.now();
    Map<Long, Map<LocalDate, TrendQueries.Day>> history =
        TrendQueries.history(
            sql, cards.stream().map(PreviewCardsRecord::getId).toList(), now, DAYS);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<ObjectNode> entities = new ArrayList<>();
    for (PreviewCardsRecord card : cards) {
      ObjectNode entity = CardEntities.of(kit.urls(), card);
      ArrayNode days = entity.putArray("history");
      for (int i = 0; i < DAYS; i++) {
        LocalDate day = today.minusDays(i);
        TrendQueries.Day uses =
            history
                .getOrDefault(card.getId(), Map.of())
                .getOrDefault(day, new TrendQueries.Day(0, 0));
        days.addObject()
            .put("day", Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()))
            .put("accounts", Long.toString(uses.accounts()))
            .put("uses", Long.toString(uses.uses()));
      }
      entities.add(entity);
    }
    return entities;
  }
}
