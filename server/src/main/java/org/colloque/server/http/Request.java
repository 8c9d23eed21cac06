package org.colloque.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that was read whole, with all limits kept. Immutable but for the parameters, which are
 * parsed when first asked for.
 */
public final class Request {
  private final String id;
  private final Method method;
  private final String path;
  private final String query;
  private final Map<String, String> pathParameters;
  private final Headers headers;
  private final byte[] body;
  private final List<Map.Entry<String, String>> formFields;
  private final List<Upload> uploads;
  private final String address;
  private final boolean secure;
  private final Caller caller;
  private @Nullable Parameters parameters;

  /** What the server read. */
  record Read(
      String id,
      Method method,
      String path,
      String query,
      Map<String, String> pathParameters,
      Headers headers,
      byte[] body,
      List<Map.Entry<String, String>> formFields,
      List<Upload> uploads,
      String address,
      boolean secure) {}

  Request(Read read, Caller caller) {
    this.id = read.id();
    this.method = read.method();
    this.path = read.path();
    this.query = read.query();
    this.pathParameters = read.pathParameters();
    this.headers = read.headers();
    this.body = read.body();
    this.formFields = read.formFields();
    this.uploads = read.uploads();
    this.address = read.address();
    this.secure = read.secure();
    this.caller = caller;
  }

  private Request(Request other, Caller caller) {
    this.id = other.id;
    this.method = other.method;
    this.path = other.path;
    this.query = other.query;
    this.pathParameters = other.pathParameters;
    this.headers = other.headers;
    this.body = other.body;
    this.formFields = other.formFields;
    this.uploads = other.uploads;
    this.address = other.address;
    this.secure = other.secure;
    this.caller = caller;
    this.parameters = other.parameters;
  }

  Request by(Caller other) {
    return new Request(this, other);
  }

  /** Identifies the request in logs and in the answer. */
  public String id() {
    return id;
  }

  public Method method() {
    return method;
  }

  /** The path as it came, percent-encoded, without the query. */
  public String path() {
    return path;
  }

  /** The query as it came, without the question mark; empty when there is none. */
  public String query() {
    return query;
  }

  /** Path and query, as signatures cover them. */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  /** A parameter of the route's pattern, decoded. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + name + " in the pattern of " + path);
    }
    String decoded;
    try {
      decoded = QueryStringDecoder.decodeComponent(value.replace("+", "%2B"));
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.notFound();
    }
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      // no name of ours has one, and PostgreSQL cannot even compare with a null character
      throw ProblemException.notFound();
    }
    return decoded;
  }

  public Headers headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return headers.get(name);
  }

  /** The body as it came; empty for multipart forms. */
  public byte[] body() {
    return body;
  }

  public Optional<Upload> upload(String field) {
    return uploads.stream().filter(upload -> upload.field().equals(field)).findFirst();
  }

  List<Upload> uploads() {
    return uploads;
  }

  /** Where the client is, after the proxies that are trusted. */
  public String address() {
    return address;
  }

  /** Whether the client came over TLS, as far as a trusted proxy says. */
  public boolean secure() {
    return secure;
  }

  public Caller caller() {
    return caller;
  }

  /** Query, form and JSON body together. */
  public Parameters parameters() {
    @Nullable Parameters parsed = parameters;
    if (parsed == null) {
      parsed = parse();
      parameters = parsed;
    }
    return parsed;
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    String all = header("cookie").orElse("");
    for (String pair : all.split(";", -1)) {
      String trimmed = pair.trim();
      if (trimmed.startsWith(name + "=")) {
        return Optional.of(trimmed.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private Parameters parse() {
    Parameters all = Parameters.empty().addEncoded(query);
    String type = header("content-type").orElse("").toLowerCase(java.util.Locale.ROOT);
    if (type.startsWith("application/json") && body.length > 0) {
      all.addJson(Json.read(body));
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
      all.addEncoded(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, String> field : formFields) {
      all.add(field.getKey(), field.getValue());
    }
    return all;
  }
}
