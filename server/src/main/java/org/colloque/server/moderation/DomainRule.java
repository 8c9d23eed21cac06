package org.colloque.server.moderation;

/**
 * What is decided about a domain and all below it.
 *
 * @param domain canonical, without a port
 * @param privateComment for those who run the instance
 * @param publicComment for everybody who may see the list
 * @param obfuscate whether the public list hides a part of the name
 */
public record DomainRule(
    String domain,
    Severity severity,
    boolean rejectMedia,
    boolean rejectReports,
    String privateComment,
    String publicComment,
    boolean obfuscate) {
  /** Longest comment, in characters. */
  public static final int MAX_COMMENT = 2_000;

  /** A rule without comments. */
  public static DomainRule of(String domain, Severity severity) {
    return new DomainRule(domain, severity, false, false, "", "", false);
  }

  /** Suspended servers send no media and no reports anyway. */
  public Verdict verdict() {
    return switch (severity) {
      case SUSPEND -> Verdict.SUSPENDED;
      case SILENCE -> new Verdict(false, true, rejectMedia, rejectReports);
      case NOOP -> new Verdict(false, false, rejectMedia, rejectReports);
    };
  }
}
