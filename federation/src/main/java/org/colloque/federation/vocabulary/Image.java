package org.colloque.federation.vocabulary;

import org.jspecify.annotations.Nullable;

/** An icon or header image: its address, its media type when told, its text alternative. */
public record Image(String url, @Nullable String mediaType, @Nullable String name) {}
