package org.colloque.server.announcements;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An announcement as clients see it (Mastodon 4.6, entity Announcement). */
record AnnouncementEntity(
    String id,
    String content,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    boolean allDay,
    Instant publishedAt,
    Instant updatedAt,
    boolean read,
    List<Object> mentions,
    List<Object> statuses,
    List<Object> tags,
    List<Object> emojis,
    List<ReactionEntity> reactions) {

  /** Mastodon 4.6, entity Reaction. */
  record ReactionEntity(
      String name,
      int count,
      boolean me,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String url,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String staticUrl) {}

  static AnnouncementEntity of(Announcement announcement) {
    return new AnnouncementEntity(
        Long.toString(announcement.id()),
        announcement.html(),
        null,
        announcement.endsAt(),
        false,
        announcement.createdAt(),
        announcement.updatedAt(),
        announcement.read(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        announcement.reactions().stream()
            .map(each ->
                new ReactionEntity(
                    each.name(), each.count(), each.mine(), each.image(), each.image()))
            .toList());
  }
}
