package org.colloque.server.media;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Parameters;
import org.colloque.server.kit.Kit;

/**
 * Addresses for apps, which load pictures without their token: of the files of private groups, and
 * of uploads that are in no post. Each is for one member and for some minutes. It proves who asks
 * and no more: whether they may see the file is looked up when it is fetched.
 */
public final class SignedMedia {
  /** How long an address is good, at most. */
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  /** Addresses change this often, so that within it a picture is loaded once. */
  private static final long STEP_SECONDS = 60;

  private static final String PURPOSE = "media of a group";

  private final Kit kit;
  private final Pattern address;

  public SignedMedia(Kit kit) {
    this.kit = kit;
    // a quotation mark within a text is escaped, so only whole values of members are found
    this.address =
        Pattern.compile(
            ":\"(" + Pattern.quote(kit.urls().media("")) + "([a-z2-7]{26}\\.[a-z]{3,4}))\"");
  }

  /** The same JSON with addresses that are good for {@code viewer}. */
  public byte[] sign(byte[] json, AccountId viewer) {
    Matcher found = address.matcher(new String(json, StandardCharsets.UTF_8));
    long until =
        Math.floorDiv(kit.now().plus(LIFETIME).getEpochSecond(), STEP_SECONDS) * STEP_SECONDS;
    return found
        .replaceAll(match ->
            ":\""
                + Matcher.quoteReplacement(
                    match.group(1) + query(match.group(2), viewer.toString(), until))
                + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String query(String key, String viewer, long until) {
    String code = kit.secrets().sign(PURPOSE, key + " " + viewer + " " + until);
    return "?for=" + viewer + "&until=" + until + "&code=" + code;
  }

  /** For whom the address is, while it is good. */
  Optional<AccountId> viewer(String key, Parameters parameters) {
    Optional<AccountId> viewer = AccountId.parse(parameters.text("for", ""));
    Optional<Long> until = Decimal.parse(parameters.text("until", ""));
    boolean good =
        viewer.isPresent()
            && until.isPresent()
            && isSoon(until.get())
            && kit.secrets()
                .verify(
                    PURPOSE,
                    key + " " + viewer.get() + " " + until.get(),
                    parameters.text("code", ""));
    return good ? viewer : Optional.empty();
  }

  private boolean isSoon(long until) {
    long now = kit.now().getEpochSecond();
    return until > now && until - now <= LIFETIME.toSeconds();
  }
}
