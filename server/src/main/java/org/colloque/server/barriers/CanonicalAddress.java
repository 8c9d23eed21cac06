package org.colloque.server.barriers;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.colloque.server.kit.Secrets;
import org.colloque.server.mail.EmailAddress;

/** Addresses that lead to one mailbox at most providers, under one hash, as Mastodon has it. */
final class CanonicalAddress {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private CanonicalAddress() {}

  /** SHA-256 of the address in small letters, without dots and what follows a plus sign. */
  static byte[] hash(EmailAddress address) {
    String whole = address.canonical();
    int at = whole.lastIndexOf('@');
    String local = whole.substring(0, at).replace(".", "").split("\\+", 2)[0];
    return Secrets.hash(local + whole.substring(at));
  }

  /** A hash as moderators hand it to each other. */
  static Optional<byte[]> parse(String hexadecimal) {
    String small = hexadecimal.strip().toLowerCase(Locale.ROOT);
    return HASH.matcher(small).matches()
        ? Optional.of(HexFormat.of().parseHex(small))
        : Optional.empty();
  }
}
