package org.colloque.server.statuses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a status that is the same for every viewer (Mastodon 4.6, entity Status), without its
 * account, its reblog, its poll, what it quotes and the viewer's flags: {@link StatusEntities}
 * joins these.
 */
record StatusEntity(
    String id,
    String uri,
    Instant createdAt,
    @Nullable Instant editedAt,
    String content,
    String visibility,
    boolean sensitive,
    String spoilerText,
    @Nullable String language,
    @Nullable String url,
    @Nullable String inReplyToId,
    @Nullable String inReplyToAccountId,
    int repliesCount,
    int reblogsCount,
    int favouritesCount,
    int quotesCount,
    JsonNode mediaAttachments,
    List<MentionEntity> mentions,
    List<TagEntity> tags,
    JsonNode emojis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ApplicationEntity application,
    @Nullable Object card,
    List<Object> taggedCollections) {

  record MentionEntity(String id, String username, String url, String acct) {}

  record TagEntity(String name, String url) {}

  record ApplicationEntity(String name, @Nullable String website) {}
}
