package org.colloque.server.pages.view;

/** What stands between the reader and an account. */
public record RelationView(
    boolean self,
    boolean following,
    boolean requested,
    boolean followedBy,
    boolean muting,
    boolean blocking) {}
