package org.colloque.server.lists;

/** A list as clients see it (Mastodon 4.6, entity List). */
public record ListEntity(String id, String title, String repliesPolicy, boolean exclusive) {
  public static ListEntity of(MemberList list) {
    return new ListEntity(
        Long.toString(list.id()), list.title(), list.replies().wire(), list.exclusive());
  }
}
