package org.colloque.server.database;

import org.colloque.server.accounts.AccountId;

/** Who looks: decides through row-level security which private rows exist for a transaction. */
public sealed interface Viewer {
  /** A person who is signed in. */
  record Member(AccountId account) implements Viewer {}

  /** Anybody else: another server, a visitor, a job of the server's own. */
  record Stranger() implements Viewer {}

  static Viewer stranger() {
    return new Stranger();
  }

  static Viewer of(AccountId account) {
    return new Member(account);
  }

  /** The value of the setting {@code colloque.viewer}: empty for a stranger. */
  default String setting() {
    return switch (this) {
      case Member member -> member.account().toString();
      case Stranger _ -> "";
    };
  }
}
