package org.colloque.server.pages.view;

/**
 * Where a script of a timeline hears that there are new posts.
 *
 * @param path of the timeline
 * @param since the newest post on the page; 0 for none
 * @param stream as the client API calls it, with the list of one
 */
public record NewsView(String path, long since, String stream) {
  /** Answers how many came since. */
  public String question() {
    return path + Paths.NEWS + "?min_id=" + since;
  }

  /** A stream that tells when to ask. */
  public String bell() {
    return Paths.LIVE + "?stream=" + stream;
  }
}
