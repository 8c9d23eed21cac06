package org.colloque.server.mail;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can go to. The grammar is strict (RFC 5321, section 4.1.2, dot-string only:
 * no quotes, comments or address literals), so that nothing of it can act in a header, and two
 * spellings of one mailbox are one address (reliability.md, C60).
 *
 * @param address as mail is sent to it: the local part as written, the host in ASCII (UTS 46)
 * @param canonical as addresses are compared: in small letters
 */
public record EmailAddress(String address, String canonical) {
  /** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
  public static final int MAX_LENGTH = 254;

  /** RFC 5321, section 4.5.3.1.1. */
  public static final int MAX_LOCAL_LENGTH = 64;

  private static final Pattern LOCAL =
      Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

  /** Keeps sharp s and final sigma what they are: their old mapping leads to other hosts. */
  private static final IDNA IDNA_2008 =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ);

  /** Empty when {@code text} is not an address; spaces around it are no fault. */
  public static Optional<EmailAddress> parse(String text) {
    String trimmed = text.strip();
    int at = trimmed.indexOf('@');
    // checked on both lengths: before anything costly, and on what comes out
    if (at < 1 || trimmed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String local = trimmed.substring(0, at);
    if (local.length() > MAX_LOCAL_LENGTH || !LOCAL.matcher(local).matches()) {
      return Optional.empty();
    }
    return host(trimmed.substring(at + 1))
        .map(host -> local + "@" + host)
        .filter(address -> address.length() <= MAX_LENGTH)
        .map(address -> new EmailAddress(address, address.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> host(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = IDNA_2008.nameToASCII(name, new StringBuilder(), info);
    return info.hasErrors()
        ? Optional.empty()
        : Optional.of(ascii.toString()).filter(host -> HOST.matcher(host).matches());
  }

  @Override
  public String toString() {
    return address;
  }
}
