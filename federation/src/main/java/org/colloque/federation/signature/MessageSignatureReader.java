package org.colloque.federation.signature;

import java.nio.charset.StandardCharsets;
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

/** Reads signatures of RFC 9421, as Fedify and Mastodon 4.7 send them (quirks 4 to 6). */
final class MessageSignatureReader {

  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 9421, section 3.3.2). */
  static final String RSA = "rsa-v1_5-sha256";

  private static final int MAX_LENGTH = 8_192;
  private static final int MAX_COMPONENTS = 40;

  /** {@code label=("a" "b");created=1;keyid="…"}: the first member of Signature-Input. */
  private static final Pattern INPUT =
      Pattern.compile(
          "\\s*([a-z*][a-z0-9_.*-]*)=(\\(([^()]*)\\)((?:;[^;,\"]*+(?:\"[^\"]*+\")?)*+))\\s*(?:,.*)?");

  private static final Pattern COMPONENT = Pattern.compile("\"([a-z0-9@_-]+)\"");
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([a-z*][a-z0-9_.*-]*)=(?:\"([^\"]*)\"|([^\";,\\s]+))");
  private static final Set<String> REQUIRED = Set.of("@method", "@target-uri");

  private final Origin self;
  private final Freshness freshness;

  MessageSignatureReader(Origin self, Freshness freshness) {
    this.self = self;
    this.freshness = freshness;
  }

  SignatureClaim read(SignedRequest request) throws Unacceptable {
    String line = String.join(", ", request.header("signature-input"));
    Matcher input = INPUT.matcher(line);
    if (line.length() > MAX_LENGTH || !input.matches()) {
      throw Unacceptable.malformed("Signature-Input cannot be read");
    }
    Set<String> components = components(input.group(3));
    Map<String, String> parameters = parameters(input.group(4));
    checkCoverage(request, components, parameters);
    freshness.checkCreated(parameters.getOrDefault("created", ""));
    if (parameters.containsKey("expires")) {
      freshness.checkExpires(parameters.getOrDefault("expires", ""));
    }
    if (request.hasBody()) {
      Digests.checkContent(request.header("content-digest"), request.body());
    }
    return new SignatureClaim(
        parameters.getOrDefault("keyid", ""),
        algorithm(parameters.getOrDefault("alg", "")),
        signature(request, input.group(1)),
        List.of(base(request, components, input.group(2))));
  }

  private static Set<String> components(String list) throws Unacceptable {
    Set<String> components = new LinkedHashSet<>();
    for (String item : list.strip().split(" +", -1)) {
      Matcher component = COMPONENT.matcher(item);
      // parameters of components (sf, key, bs, req, tr) change what is signed: not accepted
      boolean usable = component.matches() && components.add(component.group(1));
      if (!usable || components.size() > MAX_COMPONENTS) {
        throw Unacceptable.insufficient("the signed components are not accepted");
      }
    }
    return components;
  }

  private static Map<String, String> parameters(String text) throws Unacceptable {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      if (parameters.put(matcher.group(1), value) != null) {
        throw Unacceptable.malformed("a signature parameter is given twice");
      }
      end = matcher.end();
      if (end >= text.length()) {
        break;
      }
    }
    if (!text.substring(end).isBlank()) {
      throw Unacceptable.malformed("the signature parameters cannot be read");
    }
    return parameters;
  }

  private static void checkCoverage(
      SignedRequest request, Set<String> components, Map<String, String> parameters)
      throws Unacceptable {
    if (!components.containsAll(REQUIRED)) {
      throw Unacceptable.insufficient("@method and @target-uri must be signed");
    }
    if (request.hasBody() && !components.contains("content-digest")) {
      throw Unacceptable.insufficient("content-digest must be signed");
    }
    if (!parameters.containsKey("created")) {
      throw Unacceptable.insufficient("created is required");
    }
    if (Origin.of(parameters.getOrDefault("keyid", "")).isEmpty()) {
      throw Unacceptable.malformed("keyid is not a web address");
    }
  }

  private static Algorithm algorithm(String name) throws Unacceptable {
    return switch (name) {
      case RSA -> Algorithm.RSA_SHA256;
      case "ed25519" -> Algorithm.ED25519;
      case "" -> Algorithm.BY_KEY;
      default -> throw Unacceptable.insufficient("the algorithm is not accepted");
    };
  }

  private static byte[] signature(SignedRequest request, String label) throws Unacceptable {
    String line = String.join(", ", request.header("signature"));
    Matcher matcher =
        Pattern.compile("(?:^|,)\\s*" + Pattern.quote(label) + "=:([A-Za-z0-9+/=]+):")
            .matcher(line);
    if (line.length() > MAX_LENGTH || !matcher.find()) {
      throw Unacceptable.malformed("Signature cannot be read");
    }
    try {
      return Base64.getDecoder().decode(matcher.group(1));
    } catch (IllegalArgumentException _) {
      throw Unacceptable.malformed("the signature is not base64");
    }
  }

  /** RFC 9421, section 2.5. The parameters are taken as written: peers write them canonically. */
  private byte[] base(SignedRequest request, Set<String> components, String parameters)
      throws Unacceptable {
    StringBuilder base = new StringBuilder();
    for (String name : components) {
      String value = name.startsWith("@") ? derived(request, name) : request.signedValue(name);
      base.append('"').append(name).append("\": ").append(value).append('\n');
    }
    base.append("\"@signature-params\": ").append(parameters);
    return base.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The target is ours as we know it, so a request signed for another host cannot fit. */
  private String derived(SignedRequest request, String name) throws Unacceptable {
    String target = request.target();
    int query = target.indexOf('?');
    return switch (name) {
      case "@method" -> request.method().toUpperCase(Locale.ROOT);
      case "@target-uri" -> self + target;
      case "@authority" -> self.authority();
      case "@scheme" -> self.scheme();
      case "@request-target" -> target;
      case "@path" -> query < 0 ? target : target.substring(0, query);
      case "@query" -> query < 0 ? "?" : target.substring(query);
      default -> throw Unacceptable.insufficient("the signed components are not accepted");
    };
  }
}
