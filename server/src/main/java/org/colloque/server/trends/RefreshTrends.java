package org.colloque.server.trends;

import static org.colloque.migrations.Tables.TREND_LINKS;
import static org.colloque.migrations.Tables.TREND_STATUSES;
import static org.colloque.migrations.Tables.TREND_TAGS;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.migrations.tables.records.TrendLinksRecord;
import org.colloque.migrations.tables.records.TrendStatusesRecord;
import org.colloque.migrations.tables.records.TrendTagsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;

/**
 * Counts anew what trends. The formulas are Mastodon's; the thresholds are lower and the memory is
 * longer, because an instance of a few hundred people has few posts in an hour.
 */
public final class RefreshTrends implements Worker {
  /** People who must use a hashtag in a day, or marks that a post must have. */
  static final int THRESHOLD = 3;

  /** For so long the highest score of a hashtag counts. */
  static final Duration MEMORY = Duration.ofDays(2);

  /** Half of a score is forgotten in so long. */
  static final Duration HALF_LIFE = Duration.ofHours(8);

  /** What falls below is forgotten. */
  static final double LEAST = 0.3;

  /** Things of one kind that trend at most, and that are looked at for it. */
  static final int MOST = 200;

  private static final int LOOKED_AT = 2_000;

  private final Kit kit;

  public RefreshTrends(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "refresh-trends";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean work() {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              if (tx.tryLock("trends")) {
                tags(tx.sql(), kit.now());
                links(tx.sql(), kit.now());
                statuses(tx, kit.now());
              }
            });
    return false;
  }

  /**
   * A thing that more people use than did yesterday.
   *
   * @param score what is left of the highest score of the last days
   */
  private record Trend(long id, double score, double highest, OffsetDateTime at) {}

  private static void tags(DSLContext sql, Instant now) {
    Map<Long, Trend> before = new HashMap<>();
    sql.selectFrom(TREND_TAGS)
        .forEach(row ->
            before.put(
                row.getTagId(),
                new Trend(row.getTagId(), row.getScore(), row.getMaxScore(), row.getMaxAt())));
    List<TrendTagsRecord> rows =
        trends(before, TrendQueries.tags(sql, now, THRESHOLD, LOOKED_AT), now).stream()
            .map(each -> new TrendTagsRecord(each.id(), each.score(), each.highest(), each.at()))
            .toList();
    sql.deleteFrom(TREND_TAGS).execute();
    if (!rows.isEmpty()) {
      sql.insertInto(TREND_TAGS).set(rows).execute();
    }
  }

  private static void links(DSLContext sql, Instant now) {
    Map<Long, Trend> before = new HashMap<>();
    sql.selectFrom(TREND_LINKS)
        .forEach(row ->
            before.put(
                row.getCardId(),
                new Trend(row.getCardId(), row.getScore(), row.getMaxScore(), row.getMaxAt())));
    List<TrendLinksRecord> rows =
        trends(before, TrendQueries.links(sql, now, THRESHOLD, LOOKED_AT), now).stream()
            .map(each -> new TrendLinksRecord(each.id(), each.score(), each.highest(), each.at()))
            .toList();
    sql.deleteFrom(TREND_LINKS).execute();
    if (!rows.isEmpty()) {
      sql.insertInto(TREND_LINKS).set(rows).execute();
    }
  }

  private static List<Trend> trends(
      Map<Long, Trend> trends, Map<Long, TrendQueries.Uses> used, Instant now) {
    OffsetDateTime moment = now.atOffset(ZoneOffset.UTC);
    used.forEach((id, uses) -> {
      double score = Score.of((double) uses.today(), (double) uses.yesterday(), THRESHOLD);
      Trend known = trends.get(id);
      boolean rises =
          known == null || known.at().isBefore(moment.minus(MEMORY)) || score > known.highest();
      if (score > 0 && rises) {
        trends.put(id, new Trend(id, score, score, moment));
      }
    });
    return trends.values().stream()
        .filter(each -> !each.at().isBefore(moment.minus(MEMORY)))
        .map(each ->
            new Trend(
                each.id(),
                Score.decayed(each.highest(), each.at().toInstant(), now, HALF_LIFE),
                each.highest(),
                each.at()))
        .filter(each -> each.score() >= LEAST)
        .sorted(Comparator.comparingDouble(Trend::score).reversed())
        .limit(MOST)
        .toList();
  }

  /** What a moderator decided about a post stays for as long as it could trend. */
  private static void statuses(Tx tx, Instant now) {
    DSLContext sql = tx.sql();
    Instant from = now.minus(MEMORY);
    Map<Long, Boolean> decided = new HashMap<>();
    sql.select(TREND_STATUSES.STATUS_ID, TREND_STATUSES.TRENDABLE)
        .from(TREND_STATUSES)
        .where(TREND_STATUSES.TRENDABLE.isNotNull())
        .and(TREND_STATUSES.STATUS_ID.ge(from.toEpochMilli() << 16))
        .forEach(row -> decided.put(row.value1(), row.value2()));
    List<TrendStatusesRecord> trends = new ArrayList<>();
    Set<Long> authors = new HashSet<>();
    for (TrendQueries.Liked liked : TrendQueries.liked(sql, from, THRESHOLD, LOOKED_AT)) {
      double score =
          Score.decayed(Score.of((double) liked.marks(), 1, THRESHOLD), liked.at(), now, HALF_LIFE);
      // the most liked of each author: nobody fills the page alone
      if (score >= LEAST && authors.add(liked.account())) {
        trends.add(new TrendStatusesRecord(liked.id(), score, decided.get(liked.id())));
      }
    }
    trends.sort(Comparator.comparing(TrendStatusesRecord::getScore).reversed());
    List<TrendStatusesRecord> kept = new ArrayList<>(trends.stream().limit(MOST).toList());
    Set<Long> there = new HashSet<>();
    kept.forEach(each -> there.add(each.getStatusId()));
    decided.forEach((id, trendable) -> {
      if (there.add(id)) {
        kept.add(new TrendStatusesRecord(id, 0.0, trendable));
      }
    });
    sql.deleteFrom(TREND_STATUSES).execute();
    if (!kept.isEmpty()) {
      sql.insertInto(TREND_STATUSES).set(kept).execute();
    }
  }
}
