package org.colloque.server.kit;

/**
 * What is wrong with one field, in the codes of the client API (semantics.md, section 2).
 *
 * @see #description() for Mastodon's English words
 */
public enum Fault {
  TAKEN("has already been taken"),
  RESERVED("is reserved"),
  ACCEPTED("must be accepted"),
  BLANK("can't be blank"),
  INVALID("is invalid"),
  TOO_LONG("is too long"),
  TOO_SHORT("is too short"),
  INCLUSION("is not included in the list"),
  /** A password that is known to everybody, or that repeats what is public. */
  BLOCKED("is too easy to guess"),
  /** An address of e-mail before which those who run the instance put a barrier. */
  DISALLOWED("uses a disallowed e-mail provider");

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /** As {@code ERR_TAKEN}. */
  public String code() {
    return "ERR_" + (this == DISALLOWED ? BLOCKED : this).name();
  }

  public String description() {
    return description;
  }
}
