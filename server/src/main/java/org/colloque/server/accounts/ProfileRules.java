package org.colloque.server.accounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.colloque.server.kit.Fault;
import org.colloque.server.statuses.QuotePolicy;
import org.colloque.server.text.Languages;
import org.colloque.server.text.StatusLength;
import org.colloque.server.text.StatusText;

/** How long and how many the parts of a profile may be (semantics.md, section 7). */
public final class ProfileRules {
  /** Longest name, in grapheme clusters. */
  public static final int MAX_DISPLAY_NAME = 40;

  /** Longest bio, counted as a post is: an address 23, a mention without its domain. */
  public static final int MAX_NOTE = 500;

  public static final int MAX_PROFESSION = 120;
  public static final int MAX_FIELDS = 4;

  /** Longest name and longest value of a field, in code points. */
  public static final int MAX_FIELD = 255;

  /** Longest description of avatar or header. */
  public static final int MAX_IMAGE_DESCRIPTION = 150;

  public static final int MAX_ATTRIBUTION_DOMAINS = 100;

  /** Largest file of an avatar or header, in bytes. */
  public static final long MAX_IMAGE_BYTES = 8L * 1024 * 1024;

  private static final Set<String> PRIVACIES = Set.of("public", "unlisted", "private");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)([\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}-]{2,63}");

  private ProfileRules() {}

  /** What is wrong, by the name that the client API gives to the field. */
  public static Map<String, Fault> faults(ProfileChange change) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    ProfileChange.Texts texts = change.texts();
    tooLong(faults, "display_name", texts.displayName(), MAX_DISPLAY_NAME);
    if (texts.note().filter(note -> noteLength(note) > MAX_NOTE).isPresent()) {
      faults.put("note", Fault.TOO_LONG);
    }
    tooLong(faults, "profession", texts.profession(), MAX_PROFESSION);
    tooLong(faults, "avatar_description", texts.avatarDescription(), MAX_IMAGE_DESCRIPTION);
    tooLong(faults, "header_description", texts.headerDescription(), MAX_IMAGE_DESCRIPTION);
    texts.fields().flatMap(ProfileRules::fault).ifPresent(fault -> faults.put("fields", fault));
    texts
        .attributionDomains()
        .flatMap(ProfileRules::domainFault)
        .ifPresent(fault -> faults.put("attribution_domains", fault));
    ProfileChange.Posting posting = change.posting();
    if (posting.privacy().filter(privacy -> !PRIVACIES.contains(privacy)).isPresent()) {
      faults.put("source.privacy", Fault.INCLUSION);
    }
    if (posting
        .language()
        .filter(code -> !code.isEmpty() && Languages.normalize(code).isEmpty())
        .isPresent()) {
      faults.put("source.language", Fault.INCLUSION);
    }
    if (posting.quotes().filter(policy -> QuotePolicy.parse(policy).isEmpty()).isPresent()) {
      faults.put("source.quote_policy", Fault.INCLUSION);
    }
    return faults;
  }

  private static void tooLong(
      Map<String, Fault> faults, String name, Optional<String> text, int largest) {
    if (text.filter(value -> graphemes(value) > largest).isPresent()) {
      faults.put(name, Fault.TOO_LONG);
    }
  }

  private static Optional<Fault> fault(List<ProfileChange.Field> fields) {
    List<ProfileChange.Field> filled = fields.stream().filter(field -> !field.isBlank()).toList();
    if (filled.size() > MAX_FIELDS
        || filled.stream().anyMatch(field -> isTooLong(field.name()) || isTooLong(field.value()))) {
      return Optional.of(Fault.TOO_LONG);
    }
    return filled.stream().anyMatch(field -> field.name().isBlank())
        ? Optional.of(Fault.BLANK)
        : Optional.empty();
  }

  private static Optional<Fault> domainFault(List<String> domains) {
    if (domains.size() > MAX_ATTRIBUTION_DOMAINS) {
      return Optional.of(Fault.TOO_LONG);
    }
    return domains.stream().allMatch(domain -> DOMAIN.matcher(domain).matches())
        ? Optional.empty()
        : Optional.of(Fault.INVALID);
  }

  /** Of the name or the value of a field. */
  static boolean isTooLong(String text) {
    String stripped = text.strip();
    return stripped.codePointCount(0, stripped.length()) > MAX_FIELD;
  }

  private static int noteLength(String note) {
    // the cost of counting stays bounded whatever was sent
    return note.length() > MAX_NOTE * 100
        ? Integer.MAX_VALUE
        : StatusLength.of(StatusText.parse(note), "");
  }

  private static int graphemes(String text) {
    return text.length() > 10_000 ? Integer.MAX_VALUE : StatusLength.graphemes(text.strip());
  }
}
