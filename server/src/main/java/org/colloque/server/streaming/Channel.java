package org.colloque.server.streaming;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.ProblemException;
import org.colloque.server.text.HashtagName;

/**
 * What a client subscribes to: a stream, and for hashtags the tag as the client wrote it, because
 * that is how every event is labelled for it; for lists, the number of the list.
 */
record Channel(StreamName name, String tag) {
  /** Longer names of hashtags are refused. */
  static final int MAX_TAG_CHARACTERS = 255;

  /** What a client asks for, unchecked; missing values are empty. */
  record Asked(String stream, String tag, String list) {}

  static Channel of(StreamName name) {
    return new Channel(name, "");
  }

  /**
   * Whose list it is, is not looked at here ({@link ListWatch}).
   *
   * @throws ProblemException 400 in Mastodon's words when there is no such stream or it lacks its
   *     tag or list; 401 for what cannot be a list
   */
  static Channel of(Asked asked) {
    StreamName name =
        StreamName.parse(asked.stream())
            .orElseThrow(() -> ProblemException.of(400, "Unknown stream type"));
    return switch (name) {
      case HASHTAG, HASHTAG_LOCAL -> new Channel(name, checked(asked.tag()));
      case LIST -> new Channel(name, list(asked.list()));
      case USER,
          USER_NOTIFICATION,
          PUBLIC,
          PUBLIC_MEDIA,
          PUBLIC_LOCAL,
          PUBLIC_LOCAL_MEDIA,
          PUBLIC_REMOTE,
          PUBLIC_REMOTE_MEDIA,
          DIRECT ->
          of(name);
    };
  }

  /** What is announced to this channel of a client of {@code account}. */
  Topic topic(AccountId account) {
    return switch (name) {
      case USER, USER_NOTIFICATION, DIRECT -> Topic.of(name, account);
      case HASHTAG, HASHTAG_LOCAL -> Topic.of(name, HashtagName.normalize(tag));
      case LIST -> Topic.of(name, tag);
      case PUBLIC,
          PUBLIC_MEDIA,
          PUBLIC_LOCAL,
          PUBLIC_LOCAL_MEDIA,
          PUBLIC_REMOTE,
          PUBLIC_REMOTE_MEDIA ->
          Topic.of(name);
    };
  }

  private static String checked(String tag) {
    if (tag.isBlank()) {
      throw ProblemException.of(400, "Missing tag name parameter");
    }
    if (tag.length() > MAX_TAG_CHARACTERS) {
      throw ProblemException.of(400, "The tag name is too long");
    }
    return tag;
  }

  private static String list(String list) {
    if (list.isBlank()) {
      throw ProblemException.of(400, "Missing list name parameter");
    }
    return Decimal.parse(list).map(String::valueOf).orElseThrow(Channel::noList);
  }

  /** The answer for every list that is not the caller's, whether there is one or not. */
  static ProblemException noList() {
    return ProblemException.of(401, "Not authorized to stream this list");
  }
}
