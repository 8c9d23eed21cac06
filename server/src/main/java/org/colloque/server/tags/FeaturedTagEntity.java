package org.colloque.server.tags;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A hashtag that somebody shows on their profile (Mastodon 4.6, entity FeaturedTag).
 *
 * @param statusesCount posts of theirs with it that everybody may read
 * @param lastStatusAt the day of the last of them
 */
public record FeaturedTagEntity(
    String id, String name, String url, String statusesCount, @Nullable LocalDate lastStatusAt) {}
