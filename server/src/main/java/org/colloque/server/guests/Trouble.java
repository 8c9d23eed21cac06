package org.colloque.server.guests;

import org.colloque.server.pages.words.Messages;

/** Why somebody of another instance is not signed in. */
enum Trouble {
  /** Neither a handle nor the name of a server. */
  ADDRESS,
  /** It is this instance. */
  OURS,
  /** A server with which this one does not speak. */
  NOT_ADMITTED,
  /** Their server does not know the handle, or there is no such server. */
  NOBODY,
  /** It offers no sign-in as Mastodon does. */
  NO_API,
  /** It does not answer. */
  SILENT,
  /** Another browser began, or too long ago, or an answer that belongs to another question. */
  EXPIRED,
  /** They did not agree. */
  DENIED,
  /** It did not confirm what it had promised. */
  FAILED,
  /** It vouches for somebody who does not live there. */
  FOREIGN,
  /** Nobody asked them into a group. */
  NOT_INVITED;

  String words(Messages messages, String host) {
    return switch (this) {
      case ADDRESS -> messages.get("guest.trouble.address");
      case OURS -> messages.get("guest.trouble.ours");
      case NOT_ADMITTED -> messages.get("guest.trouble.admitted", host);
      case NOBODY -> messages.get("guest.trouble.nobody");
      case NO_API -> messages.get("guest.trouble.api", host);
      case SILENT -> messages.get("guest.trouble.silent", host);
      case EXPIRED -> messages.get("guest.trouble.expired");
      case DENIED -> messages.get("guest.trouble.denied", host);
      case FAILED -> messages.get("guest.trouble.failed", host);
      case FOREIGN -> messages.get("guest.trouble.foreign", host);
      case NOT_INVITED -> messages.get("guest.trouble.invited");
    };
  }
}
