package org.colloque.server.pages.view;

/**
 * An account where it is named in passing.
 *
 * @param displayName as text
 * @param name the same with pictures in the place of emojis
 * @param handle with the leading at sign; with the host for an account of another server
 * @param path its page on this instance
 * @param profession in the member's own words, empty when not said
 */
public record AccountView(
    String id,
    String displayName,
    SafeHtml name,
    String handle,
    String path,
    String avatarUrl,
    String profession,
    boolean bot) {
  /** The instance of somebody of another one; empty for one of ours. */
  public String host() {
    int at = handle.indexOf('@', 1);
    return at < 0 ? "" : handle.substring(at + 1);
  }
}
