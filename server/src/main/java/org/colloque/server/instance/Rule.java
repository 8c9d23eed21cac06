package org.colloque.server.instance;

/** One rule of the house; its id stays the same as long as its words do. */
public record Rule(long id, String text, String hint) {
  public static final int MAX_RULES = 50;
  public static final int MAX_LENGTH = 500;

  /** Whether these are few and short enough. */
  public static boolean acceptable(java.util.List<String> texts) {
    return texts.size() <= MAX_RULES
        && texts.stream().allMatch(text -> text.length() <= MAX_LENGTH);
  }
}
