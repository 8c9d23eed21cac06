package org.colloque.server.moderation;

/** What holds for a server. */
public record Verdict(boolean suspended, boolean silenced, boolean noMedia, boolean noReports) {
  /** A server like any other. */
  public static final Verdict PLAIN = new Verdict(false, false, false, false);

  /** A server that is not spoken with. */
  public static final Verdict SUSPENDED = new Verdict(true, true, true, true);

  /** The harder of the two: an account has a handle and an address, which may name two hosts. */
  public Verdict and(Verdict other) {
    return new Verdict(
        suspended || other.suspended,
        silenced || other.silenced,
        noMedia || other.noMedia,
        noReports || other.noReports);
  }
}
