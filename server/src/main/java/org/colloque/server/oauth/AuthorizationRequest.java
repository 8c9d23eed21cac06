package org.colloque.server.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What an app asks of a person (RFC 6749, section 4.1.1; RFC 7636, section 4.3). Can only be had
 * checked: whatever is wrong is shown to the person and never sent to the app, since anybody may
 * register an app and would own a redirect otherwise (RFC 9700, section 4.11.2).
 *
 * @param state given back as it came
 * @param codeChallenge of PKCE, S256
 */
record AuthorizationRequest(
    App app,
    String redirectUri,
    List<String> scopes,
    @Nullable String state,
    @Nullable String codeChallenge) {
  static final int MAX_STATE = 4_000;

  /** A SHA-256 in base64url. */
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** What can be wrong; each has its words in the bundles of the pages. */
  enum Wrong {
    CLIENT,
    REDIRECT_URI,
    RESPONSE_TYPE,
    SCOPE,
    CODE_CHALLENGE,
    STATE
  }

  /** Checked, or what is wrong with it. */
  sealed interface Outcome {
    record Valid(AuthorizationRequest request) implements Outcome {}

    record Invalid(Wrong wrong) implements Outcome {}
  }

  /**
   * @param app the one that {@code client_id} names, null when there is none
   */
  static Outcome read(Parameters parameters, @Nullable App app) {
    if (app == null) {
      return new Outcome.Invalid(Wrong.CLIENT);
    }
    String redirectUri = parameters.text("redirect_uri", "");
    if (!app.redirectUris().contains(redirectUri)) {
      return new Outcome.Invalid(Wrong.REDIRECT_URI);
    }
    if (!parameters.text("response_type", "").equals("code")) {
      return new Outcome.Invalid(Wrong.RESPONSE_TYPE);
    }
    List<String> asked = Scope.split(parameters.text("scope", ""));
    List<String> scopes = asked.isEmpty() ? List.of(Scope.DEFAULT) : asked;
    if (!Scope.ALL.containsAll(scopes) || !Scope.within(scopes, app.scopes())) {
      return new Outcome.Invalid(Wrong.SCOPE);
    }
    String challenge = parameters.text("code_challenge").filter(c -> !c.isEmpty()).orElse(null);
    String method = parameters.text("code_challenge_method", "");
    boolean pkceOk =
        challenge == null
            ? method.isEmpty()
            : method.equals("S256") && CHALLENGE.matcher(challenge).matches();
    if (!pkceOk) {
      return new Outcome.Invalid(Wrong.CODE_CHALLENGE);
    }
    String state = parameters.text("state").orElse(null);
    if (state != null && state.length() > MAX_STATE) {
      return new Outcome.Invalid(Wrong.STATE);
    }
    return new Outcome.Valid(new AuthorizationRequest(app, redirectUri, scopes, state, challenge));
  }

  /** The parameters that the consent form sends back. */
  Map<String, String> parameters() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("response_type", "code");
    all.put("client_id", app.clientId());
    all.put("redirect_uri", redirectUri);
    all.put("scope", String.join(" ", scopes));
    if (state != null) {
      all.put("state", state);
    }
    if (codeChallenge != null) {
      all.put("code_challenge", codeChallenge);
      all.put("code_challenge_method", "S256");
    }
    return all;
  }

  boolean isOutOfBand() {
    return redirectUri.equals(RedirectUri.OUT_OF_BAND);
  }

  /** The address of the app with {@code answer}, the state and who answers (RFC 9207). */
  String answer(String issuer, Map<String, String> answer) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("iss", issuer);
    all.putAll(answer);
    if (state != null) {
      all.put("state", state);
    }
    return RedirectUri.with(redirectUri, all);
  }
}
