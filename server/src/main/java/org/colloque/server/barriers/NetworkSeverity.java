package org.colloque.server.barriers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a barrier before a network stops, from the mildest (Mastodon 4.6, Admin::IpBlock). */
enum NetworkSeverity {
  /** Who joins from there has to ask, also where nobody else has to. */
  SIGN_UP_REQUIRES_APPROVAL,
  /** Nobody joins from there. */
  SIGN_UP_BLOCK,
  /** Nobody comes from there at all. */
  NO_ACCESS;

  /** As in the client API. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<NetworkSeverity> parse(String wire) {
    return Arrays.stream(values()).filter(severity -> severity.wire().equals(wire)).findFirst();
  }
}
