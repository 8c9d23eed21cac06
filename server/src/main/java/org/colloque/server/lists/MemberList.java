package org.colloque.server.lists;

/**
 * A list of a member's.
 *
 * @param exclusive who is in it is not in the home feed
 */
public record MemberList(long id, String title, RepliesPolicy replies, boolean exclusive) {
  /** Longest title, in UTF-16 units. */
  public static final int MAX_TITLE = 255;

  /** Lists of one member (semantics.md, section 7). */
  public static final int MAX_LISTS = 50;

  /** People in one list: each costs the reader of the list a look. */
  public static final int MAX_MEMBERS = 500;

  /** What an owner decides about a list. */
  public record Settings(String title, RepliesPolicy replies, boolean exclusive) {}

  public Settings settings() {
    return new Settings(title, replies, exclusive);
  }
}
