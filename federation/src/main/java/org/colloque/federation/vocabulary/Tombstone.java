package org.colloque.federation.vocabulary;

/** What remains of something deleted: its id. */
public record Tombstone(String id) {}
