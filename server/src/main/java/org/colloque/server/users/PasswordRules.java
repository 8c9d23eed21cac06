package org.colloque.server.users;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.kit.Fault;

/**
 * What a password must be: long, not one that everybody knows, not what is public of its owner. No
 * rule about kinds of characters (NIST SP 800-63B-4, section 3.1.1.2).
 */
public final class PasswordRules {
  /** In characters. */
  public static final int MIN_LENGTH = 12;

  public static final int MAX_LENGTH = 128;

  /** Fewer different characters are a pattern, not a password. */
  static final int MIN_DIFFERENT = 5;

  /** What is left when digits, signs and repetition are taken off the passwords of all lists. */
  private static final Set<String> COMMON =
      Set.of(
          "password",
          "passw",
          "passwort",
          "motdepasse",
          "azerty",
          "azertyuiop",
          "qwerty",
          "qwertyuiop",
          "qwertz",
          "qsdfghjklm",
          "asdfghjkl",
          "wxcvbn",
          "zxcvbnm",
          "abcdef",
          "abcdefgh",
          "abcdefghijkl",
          "iloveyou",
          "jetaime",
          "bonjour",
          "soleil",
          "welcome",
          "bienvenue",
          "letmein",
          "admin",
          "administrator",
          "administrateur",
          "changeme",
          "changezmoi",
          "secret",
          "doudou",
          "chouchou",
          "loulou",
          "football",
          "princess",
          "princesse",
          "sunshine",
          "dragon",
          "monkey",
          "master",
          "superman",
          "batman",
          "trustno",
          "marseille",
          "paris",
          "france",
          "docteur",
          "doctor",
          "medecin",
          "medecine",
          "medicine",
          "hopital",
          "hospital",
          "infirmier",
          "infirmiere",
          "colloque",
          "mastodon");

  private static final List<String> SEQUENCES =
      List.of(
          "01234567890123456789",
          "abcdefghijklmnopqrstuvwxyz",
          "azertyuiopqsdfghjklmwxcvbn",
          "qwertyuiopasdfghjklzxcvbnm");

  private PasswordRules() {}

  /** The form that is compared and hashed: what looks the same is the same (RFC 8265, 4.2). */
  public static String canonical(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /**
   * What is wrong with it.
   *
   * @param known what is public of its owner: username, address, the name of the instance
   */
  public static Optional<Fault> fault(String password, String... known) {
    if (password.isEmpty()) {
      return Optional.of(Fault.BLANK);
    }
    String canonical = canonical(password);
    int length = canonical.codePointCount(0, canonical.length());
    if (length < MIN_LENGTH) {
      return Optional.of(Fault.TOO_SHORT);
    }
    if (length > MAX_LENGTH) {
      return Optional.of(Fault.TOO_LONG);
    }
    String lower = canonical.toLowerCase(Locale.ROOT);
    boolean easy =
        lower.codePoints().distinct().count() < MIN_DIFFERENT
            || isCommon(lower)
            || isSequence(lower)
            || isKnown(lower, known);
    return easy ? Optional.of(Fault.BLOCKED) : Optional.empty();
  }

  private static boolean isCommon(String lower) {
    String letters = lower.replaceAll("[^\\p{L}]", "");
    int half = letters.length() / 2;
    boolean twice =
        half > 0 && letters.length() % 2 == 0 && letters.startsWith(letters.substring(half));
    return COMMON.contains(letters) || twice && COMMON.contains(letters.substring(half));
  }

  private static boolean isSequence(String lower) {
    String reversed = new StringBuilder(lower).reverse().toString();
    return SEQUENCES.stream().anyMatch(all -> all.contains(lower) || all.contains(reversed));
  }

  /** The username with a year behind it, the address itself. */
  private static boolean isKnown(String lower, String... known) {
    String letters = lower.replaceAll("[\\p{N}\\p{P}\\p{S}\\s]", "");
    for (String word : known) {
      String other = word.toLowerCase(Locale.ROOT);
      if (!other.isEmpty()
          && (lower.equals(other)
              || letters.equals(other.replaceAll("[\\p{N}\\p{P}\\p{S}\\s]", "")))) {
        return true;
      }
    }
    return letters.isEmpty()
        && lower.replaceAll("[^\\p{N}]", "").length() == lower.length()
        && lower.length() < 20;
  }
}
