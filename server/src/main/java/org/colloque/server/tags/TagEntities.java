package org.colloque.server.tags;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Hashtags for the client API: three statements, whatever their number. */
public final class TagEntities {
  private final Kit kit;

  public TagEntities(Kit kit) {
    this.kit = kit;
  }

  public List<TagEntity> list(DSLContext sql, Viewer viewer, List<TagQueries.Tag> tags) {
    if (tags.isEmpty()) {
      return List.of();
    }
    List<Long> ids = tags.stream().map(TagQueries.Tag::id).toList();
    Map<Long, Map<LocalDate, TagQueries.Uses>> uses = TagQueries.uses(sql, ids, kit.now());
    @Nullable Set<Long> followed =
        switch (viewer) {
          case Viewer.Member me -> TagQueries.following(sql, me.account(), ids);
          case Viewer.Stranger _ -> null;
        };
    Set<Long> featured =
        switch (viewer) {
          case Viewer.Member me -> TagQueries.featuring(sql, me.account(), ids);
          case Viewer.Stranger _ -> Set.of();
        };
    return tags.stream()
        .map(tag ->
            entity(
                id(tag.name()),
                tag.name(),
                tag.displayName(),
                uses.getOrDefault(tag.id(), Map.of()),
                followed == null ? null : followed.contains(tag.id()),
                featured.contains(tag.id())))
        .toList();
  }

  /** A hashtag that nobody used yet, as far as the viewer may know. */
  TagEntity unknown(Viewer viewer, String name, String displayName) {
    return entity(
        "", name, displayName, Map.of(), viewer instanceof Viewer.Member ? false : null, false);
  }

  private TagEntity entity(
      String id,
      String name,
      String displayName,
      Map<LocalDate, TagQueries.Uses> uses,
      @Nullable Boolean following,
      boolean featuring) {
    return new TagEntity(
        id,
        displayName,
        kit.urls().tag(name),
        history(uses),
        following,
        following == null ? null : featuring);
  }

  private List<TagEntity.Day> history(Map<LocalDate, TagQueries.Uses> uses) {
    LocalDate today = LocalDate.ofInstant(kit.now(), ZoneOffset.UTC);
    List<TagEntity.Day> days = new ArrayList<>();
    for (int i = 0; i < TagEntity.DAYS; i++) {
      LocalDate day = today.minusDays(i);
      TagQueries.Uses counted = uses.getOrDefault(day, new TagQueries.Uses(0, 0));
      days.add(
          new TagEntity.Day(
              Long.toString(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()),
              Long.toString(counted.uses()),
              Long.toString(counted.accounts())));
    }
    return days;
  }

  /**
   * From the name, not from the row: the row's identifier would tell when a hashtag was first
   * written, in a private group perhaps.
   */
  private static String id(String name) {
    return Long.toString(ByteBuffer.wrap(Secrets.hash("tag " + name)).getLong() >>> 5);
  }
}
