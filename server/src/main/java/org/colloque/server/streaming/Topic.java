package org.colloque.server.streaming;

import org.colloque.server.accounts.AccountId;

/**
 * Where something is announced.
 *
 * @param about the account or the hashtag in its compared form; empty for what is everybody's
 */
record Topic(StreamName name, String about) {
  static Topic of(StreamName name) {
    return new Topic(name, "");
  }

  static Topic of(StreamName name, String tag) {
    return new Topic(name, tag);
  }

  static Topic of(StreamName name, AccountId account) {
    return new Topic(name, account.toString());
  }
}
