package org.colloque.server.instance;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.groups.Founders;
import org.colloque.server.kit.Fault;
import org.colloque.server.mail.EmailAddress;
import org.colloque.server.moderation.BlocksShown;
import org.colloque.server.moderation.FederationMode;
import org.colloque.server.trends.TrendsMode;

/**
 * What the owner decides about the instance, and what it says of itself. Its rules are a table of
 * their own ({@link Rule}).
 *
 * @param shortDescription one sentence
 * @param description plain text; paragraphs are separated by an empty line
 * @param approvalMessage what people read who ask to join
 * @param contactEmail shown publicly; empty for none
 * @param contactAccount username of a local account; empty for none
 * @param languages codes of the languages spoken here
 * @param federation with whom we speak
 * @param showDomainBlocks to whom the rules about other servers are shown
 * @param sourceUrl where the source code that runs here is; empty when it is offered by ourselves
 * @param groupFounders who may make private groups
 * @param guests whether people of other instances may be guests of private groups
 * @param trends whether what is much used is shown, and who looks at it before
 * @param authorizedFetch whether what other servers read of us must be asked for with a signature
 */
public record InstanceSettings(
    String title,
    String shortDescription,
    String description,
    RegistrationMode registrations,
    String approvalMessage,
    String contactEmail,
    String contactAccount,
    List<String> languages,
    FederationMode federation,
    BlocksShown showDomainBlocks,
    String sourceUrl,
    Founders groupFounders,
    boolean guests,
    TrendsMode trends,
    boolean authorizedFetch) {
  public static final int MAX_TITLE = 80;
  public static final int MAX_SHORT_DESCRIPTION = 200;
  public static final int MAX_DESCRIPTION = 20_000;
  public static final int MAX_APPROVAL_MESSAGE = 2_000;
  public static final int MAX_LANGUAGES = 20;
  public static final int MAX_SOURCE_URL = 500;

  public static final String AUTHORIZED_FETCH = "authorized_fetch";
  public static final String GUESTS = "guests";

  private static final Set<String> FLAG = Set.of("true", "false");
  private static final String LANGUAGE = "[a-z]{2,3}";

  public InstanceSettings {
    languages = List.copyOf(languages);
  }

  /** An instance of which nothing has been said yet. */
  public static InstanceSettings defaults() {
    return new InstanceSettings(
        "Colloque",
        "",
        "",
        RegistrationMode.APPROVAL,
        "",
        "",
        "",
        List.of("fr", "en"),
        FederationMode.OPEN,
        BlocksShown.DISABLED,
        "",
        Founders.MEMBERS,
        true,
        TrendsMode.REVIEWED,
        false);
  }

  /** Whether people of other instances can sign in as guests of groups. */
  public boolean admitsGuests() {
    return guests && federation != FederationMode.CLOSED;
  }

  /** Every setting by its name, as text. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("title", title);
    texts.put("short_description", shortDescription);
    texts.put("description", description);
    texts.put("registrations", registrations.formName());
    texts.put("approval_message", approvalMessage);
    texts.put("contact_email", contactEmail);
    texts.put("contact_account", contactAccount);
    texts.put("languages", String.join(" ", languages));
    texts.put(FederationMode.SETTING, federation.formName());
    texts.put(BlocksShown.SETTING, showDomainBlocks.formName());
    texts.put("source_url", sourceUrl);
    texts.put(Founders.SETTING, groupFounders.formName());
    texts.put(GUESTS, Boolean.toString(guests));
    texts.put(TrendsMode.SETTING, trends.formName());
    texts.put(AUTHORIZED_FETCH, Boolean.toString(authorizedFetch));
    return texts;
  }

  /**
   * The settings of which these texts speak; what is not named keeps its default. What cannot be
   * read (a mode that does not exist) keeps its default too; {@link #faults(Map)} tells.
   */
  public static InstanceSettings of(Map<String, String> texts) {
    Map<String, String> all = defaults().texts();
    texts.forEach((name, text) -> all.computeIfPresent(name, (_, _) -> text));
    return new InstanceSettings(
        text(all, "title"),
        text(all, "short_description"),
        text(all, "description"),
        RegistrationMode.parse(text(all, "registrations")).orElse(defaults().registrations()),
        text(all, "approval_message"),
        text(all, "contact_email"),
        text(all, "contact_account"),
        Arrays.stream(text(all, "languages").split("[\\s,]+", -1))
            .filter(language -> !language.isEmpty())
            .distinct()
            .toList(),
        FederationMode.parse(text(all, FederationMode.SETTING)).orElse(FederationMode.OPEN),
        BlocksShown.parse(text(all, BlocksShown.SETTING)).orElse(BlocksShown.DISABLED),
        text(all, "source_url"),
        Founders.parse(text(all, Founders.SETTING)).orElse(Founders.MEMBERS),
        text(all, GUESTS).equals("true"),
        TrendsMode.parse(text(all, TrendsMode.SETTING)).orElse(TrendsMode.REVIEWED),
        text(all, AUTHORIZED_FETCH).equals("true"));
  }

  private static String text(Map<String, String> texts, String name) {
    return texts.getOrDefault(name, "").strip();
  }

  /** What is wrong with these texts, by the name of the setting; empty when nothing is. */
  public static Map<String, Fault> faults(Map<String, String> texts) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    InstanceSettings settings = of(texts);
    fault(settings.title, true, MAX_TITLE).ifPresent(f -> faults.put("title", f));
    fault(settings.shortDescription, false, MAX_SHORT_DESCRIPTION)
        .ifPresent(f -> faults.put("short_description", f));
    fault(settings.description, false, MAX_DESCRIPTION)
        .ifPresent(f -> faults.put("description", f));
    fault(settings.approvalMessage, false, MAX_APPROVAL_MESSAGE)
        .ifPresent(f -> faults.put("approval_message", f));
    if (texts.containsKey("registrations")
        && RegistrationMode.parse(texts.getOrDefault("registrations", "")).isEmpty()) {
      faults.put("registrations", Fault.INCLUSION);
    }
    if (texts.containsKey(BlocksShown.SETTING)
        && BlocksShown.parse(texts.getOrDefault(BlocksShown.SETTING, "")).isEmpty()) {
      faults.put(BlocksShown.SETTING, Fault.INCLUSION);
    }
    if (texts.containsKey(FederationMode.SETTING)
        && FederationMode.parse(texts.getOrDefault(FederationMode.SETTING, "")).isEmpty()) {
      faults.put(FederationMode.SETTING, Fault.INCLUSION);
    }
    if (texts.containsKey(Founders.SETTING)
        && Founders.parse(texts.getOrDefault(Founders.SETTING, "")).isEmpty()) {
      faults.put(Founders.SETTING, Fault.INCLUSION);
    }
    if (texts.containsKey(TrendsMode.SETTING)
        && TrendsMode.parse(texts.getOrDefault(TrendsMode.SETTING, "")).isEmpty()) {
      faults.put(TrendsMode.SETTING, Fault.INCLUSION);
    }
    if (!settings.contactEmail.isEmpty() && EmailAddress.parse(settings.contactEmail).isEmpty()) {
      faults.put("contact_email", Fault.INVALID);
    }
    boolean languagesOk =
        settings.languages.size() <= MAX_LANGUAGES
            && settings.languages.stream().allMatch(language -> language.matches(LANGUAGE));
    if (!languagesOk) {
      faults.put("languages", Fault.INVALID);
    }
    if (!settings.sourceUrl.isEmpty() && !isWebAddress(settings.sourceUrl)) {
      faults.put("source_url", Fault.INVALID);
    }
    for (String flag : List.of(GUESTS, AUTHORIZED_FETCH)) {
      if (!FLAG.contains(texts.getOrDefault(flag, "false"))) {
        faults.put(flag, Fault.INCLUSION);
      }
    }
    return faults;
  }

  private static boolean isWebAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      return text.length() <= MAX_SOURCE_URL
          && address.getHost() != null
          && ("https".equals(scheme) || "http".equals(scheme));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static Optional<Fault> fault(String text, boolean required, int largest) {
    if (required && text.isBlank()) {
      return Optional.of(Fault.BLANK);
    }
    if (text.codePointCount(0, text.length()) > largest) {
      return Optional.of(Fault.TOO_LONG);
    }
    boolean control =
        text.chars()
            .anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    return control ? Optional.of(Fault.INVALID) : Optional.empty();
  }
}
