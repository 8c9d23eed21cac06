package org.colloque.server.statuses;

import java.time.Instant;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.media.MediaId;
import org.jspecify.annotations.Nullable;

/**
 * A status that was checked and may be stored; local or from elsewhere.
 *
 * @param uri ActivityPub id of a remote status; a local one gets its own when stored
 * @param text what the member wrote; empty for a remote status
 * @param html what is shown: sanitised, if it came from elsewhere
 * @param media uploads of a local author, in order
 * @param remoteMedia attachments that stay where they are
 * @param tags hashtags as written, without the sign
 * @param emojis custom emojis as the client API shows them, a JSON array
 * @param interactions whom its author lets do what with it
 */
public record NewStatus(
    AccountId author,
    boolean local,
    @Nullable String uri,
    @Nullable String url,
    Audience audience,
    String text,
    String html,
    String spoilerText,
    boolean sensitive,
    @Nullable String language,
    @Nullable StatusId inReplyTo,
    @Nullable String inReplyToUri,
    @Nullable String conversationUri,
    List<MediaId> media,
    List<RemoteMedia> remoteMedia,
    List<Mentioned> mentions,
    List<String> tags,
    String emojis,
    Instant createdAt,
    @Nullable Instant editedAt,
    @Nullable Long application,
    Interactions interactions) {

  /** Whether pictures or other files belong to it. */
  boolean hasMedia() {
    return !media.isEmpty() || !remoteMedia.isEmpty();
  }

  /**
   * Somebody who is addressed.
   *
   * @param silent addressed without being named: may read, is not told
   */
  public record Mentioned(AccountId account, boolean silent) {}

  /** An attachment of a remote status, as its server described it. */
  public record RemoteMedia(
      String kind,
      String url,
      @Nullable String thumbnailUrl,
      @Nullable String contentType,
      String description,
      @Nullable String blurhash,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Double focusX,
      @Nullable Double focusY) {}
}
