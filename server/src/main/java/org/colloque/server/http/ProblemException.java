package org.colloque.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What nobody on the way can mend: mapped to a status and to JSON, HTML or text in one place
 * ({@link Problems}). The message is shown to the caller, so it holds nothing that the caller may
 * not know.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, JsonNode> details;
  private final transient Map<String, String> headers;

  private ProblemException(
      int status, String message, Map<String, JsonNode> details, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  public static ProblemException of(int status, String message) {
    return new ProblemException(status, message, Map.of(), Map.of());
  }

  /** Missing and forbidden are the same answer. */
  public static ProblemException notFound() {
    return of(404, "Record not found");
  }

  public static ProblemException forbidden() {
    return of(403, "This action is not allowed");
  }

  /** 422 in Mastodon's words. */
  public static ProblemException invalid(String message) {
    return of(422, "Validation failed: " + message);
  }

  public static ProblemException missingParameter(String name) {
    return of(400, "param is missing or the value is empty: " + name);
  }

  public ProblemException withDetail(String key, JsonNode value) {
    var more = new java.util.LinkedHashMap<>(details);
    more.put(key, value);
    return new ProblemException(status, message(), more, headers);
  }

  public ProblemException withHeader(String name, String value) {
    var more = new java.util.LinkedHashMap<>(headers);
    more.put(name, value);
    return new ProblemException(status, message(), details, more);
  }

  public int status() {
    return status;
  }

  public String message() {
    @Nullable String message = getMessage();
    return message == null ? "" : message;
  }

  /** Further members of the JSON answer beside {@code error}. */
  public Map<String, JsonNode> details() {
    return details;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
