package org.colloque.federation.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.federation.handle.Origin;

/** Reads signatures of draft-cavage-http-signatures-12, as nearly everybody sends them. */
final class CavageReader {

  static final String TARGET = "(request-target)";
  static final String CREATED = "(created)";
  static final String EXPIRES = "(expires)";

  private static final int MAX_LENGTH = 8_192;
  private static final int MAX_HEADERS = 40;
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*([A-Za-z]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\",\\s]+))\\s*(?:,|$)");

  private final Origin self;
  private final Freshness freshness;

  CavageReader(Origin self, Freshness freshness) {
    this.self = self;
    this.freshness = freshness;
  }

  SignatureClaim read(SignedRequest request) throws Unacceptable {
    Map<String, String> parameters = parameters(request);
    String keyId = parameters.getOrDefault("keyId", "");
    if (Origin.of(keyId).isEmpty()) {
      throw Unacceptable.malformed("keyId is not a web address");
    }
    Algorithm algorithm = algorithm(parameters.getOrDefault("algorithm", "hs2019"));
    Set<String> names = names(parameters.getOrDefault("headers", CREATED));
    boolean pseudo = names.contains(CREATED) || names.contains(EXPIRES);
    if (pseudo && algorithm != Algorithm.BY_KEY) {
      throw Unacceptable.insufficient("(created) and (expires) need hs2019");
    }
    checkCoverage(request, names);
    checkTimes(request, names, parameters);
    if (request.hasBody()) {
      Digests.check(request.header("digest"), request.body());
    }
    return new SignatureClaim(
        keyId, algorithm, signature(parameters), bases(request, names, parameters));
  }

  private static Map<String, String> parameters(SignedRequest request) throws Unacceptable {
    List<String> lines = request.header("signature");
    String value = lines.isEmpty() ? "" : lines.getFirst();
    if (lines.isEmpty() && !request.header("authorization").isEmpty()) {
      value = request.header("authorization").getFirst().replaceFirst("(?i)^Signature ", "");
    }
    if (lines.size() > 1 || value.length() > MAX_LENGTH) {
      throw Unacceptable.malformed("more than one signature, or too long a one");
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(value);
    int end = 0;
    while (end < value.length() && matcher.find(end) && matcher.start() == end) {
      String text = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      if (parameters.put(matcher.group(1), text) != null) {
        throw Unacceptable.malformed("a signature parameter is given twice");
      }
      end = matcher.end();
    }
    if (end < value.length()) {
      throw Unacceptable.malformed("the signature cannot be read");
    }
    return parameters;
  }

  private static Algorithm algorithm(String name) throws Unacceptable {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "rsa-sha256" -> Algorithm.RSA_SHA256;
      case "ed25519", "ed25519-sha512" -> Algorithm.ED25519;
      case "hs2019", "" -> Algorithm.BY_KEY;
      default -> throw Unacceptable.insufficient("the algorithm is not accepted");
    };
  }

  private static Set<String> names(String headers) throws Unacceptable {
    Set<String> names = new LinkedHashSet<>();
    for (String name : headers.strip().split("\\s+", -1)) {
      if (!names.add(name.toLowerCase(Locale.ROOT)) || names.size() > MAX_HEADERS) {
        throw Unacceptable.malformed("the list of signed headers cannot be read");
      }
    }
    return names;
  }

  /**
   * What makes a recorded request useless elsewhere (check C25): method, path, host, body, time.
   */
  private void checkCoverage(SignedRequest request, Set<String> names) throws Unacceptable {
    if (!names.contains(TARGET) || !names.contains("host")) {
      throw Unacceptable.insufficient("(request-target) and host must be signed");
    }
    if (request.hasBody() && !names.contains("digest")) {
      throw Unacceptable.insufficient("digest must be signed");
    }
    if (!names.contains("date") && !names.contains(CREATED)) {
      throw Unacceptable.insufficient("date or (created) must be signed");
    }
    List<String> hosts = request.header("host");
    boolean ours =
        hosts.size() == 1
            && Origin.of(self.scheme() + "://" + hosts.getFirst().strip())
                .filter(self::equals)
                .isPresent();
    if (!ours) {
      throw Unacceptable.insufficient("the request was signed for another host");
    }
  }

  private void checkTimes(SignedRequest request, Set<String> names, Map<String, String> parameters)
      throws Unacceptable {
    if (names.contains("date")) {
      freshness.checkDate(request.signedValue("date"));
    }
    if (names.contains(CREATED)) {
      freshness.checkCreated(parameters.getOrDefault("created", ""));
    }
    if (parameters.containsKey("expires")) {
      freshness.checkExpires(parameters.getOrDefault("expires", ""));
    }
  }

  private static byte[] signature(Map<String, String> parameters) throws Unacceptable {
    try {
      byte[] signature = Base64.getDecoder().decode(parameters.getOrDefault("signature", ""));
      if (signature.length == 0) {
        throw Unacceptable.malformed("the signature is empty");
      }
      return signature;
    } catch (IllegalArgumentException _) {
      throw Unacceptable.malformed("the signature is not base64");
    }
  }

  /** With the query, and as GoToSocial and older servers do, without it. */
  private static List<byte[]> bases(
      SignedRequest request, Set<String> names, Map<String, String> parameters)
      throws Unacceptable {
    List<byte[]> bases = new ArrayList<>();
    bases.add(base(request, request.target(), names, parameters));
    int query = request.target().indexOf('?');
    if (query >= 0) {
      bases.add(base(request, request.target().substring(0, query), names, parameters));
    }
    return bases;
  }

  private static byte[] base(
      SignedRequest request, String target, Set<String> names, Map<String, String> parameters)
      throws Unacceptable {
    StringBuilder base = new StringBuilder();
    for (String name : names) {
      String value =
          switch (name) {
            case TARGET -> request.method().toLowerCase(Locale.ROOT) + " " + target;
            case CREATED -> parameters.getOrDefault("created", "");
            case EXPIRES -> parameters.getOrDefault("expires", "");
            default -> request.signedValue(name);
          };
      base.append(base.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
    }
    return base.toString().getBytes(StandardCharsets.UTF_8);
  }
}
