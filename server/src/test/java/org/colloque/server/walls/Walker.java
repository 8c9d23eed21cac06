package org.colloque.server.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Wire;

/**
 * Calls one route after the other as this or that caller, and says what is wrong with an answer.
 */
final class Walker {
  private static final Pattern PARAMETER = Pattern.compile("[:*][a-z_]+");

  /** What no stranger may read in an error: the inside of the house. */
  private static final List<String> INSIDE =
      List.of(
          "exception",
          "\tat ",
          "org.colloque",
          "java.lang",
          "jooq",
          "postgres",
          "sqlstate",
          "select ",
          "insert into",
          "null pointer",
          "nullpointer",
          "stack");

  private final Rig rig;

  Walker(Rig rig) {
    this.rig = rig;
  }

  /** Who calls: header fields, each with its line end. */
  record Visitor(String name, String headers) {
    static Visitor anonymous() {
      return new Visitor("anonymous", "");
    }

    static Visitor token(String name, String token) {
      return new Visitor(name, "Authorization: Bearer " + token + "\r\n");
    }

    Visitor with(String header, String value) {
      return new Visitor(name + " with " + header, headers + header + ": " + value + "\r\n");
    }
  }

  /** A browser session of {@code person}. */
  Visitor session(Person person) {
    return new Visitor("session", "Cookie: " + rig.session(person) + "\r\n");
  }

  /** A scope that grants none of those that {@code access} asks for, if it asks for any. */
  static String scopeBeside(Access access) {
    List<String> needed = RoutesTable.scopes(access);
    return Scope.ALL.stream()
        .filter(scope -> !Scope.grantsOneOf(List.of(scope), needed))
        .sorted()
        .findFirst()
        .orElse("push");
  }

  static boolean hasParameter(String pattern) {
    return PARAMETER.matcher(pattern).find();
  }

  /** The pattern with {@code value} for each of its parameters. */
  static String path(Route route, String value) {
    return PARAMETER
        .matcher(route.pattern())
        .replaceAll(java.util.regex.Matcher.quoteReplacement(value));
  }

  Wire.Answer call(Route route, String target, Visitor visitor) {
    return call(route, target, visitor, "", "");
  }

  Wire.Answer call(Route route, String target, Visitor visitor, String contentType, String body) {
    String request =
        route.method()
            + " "
            + target
            + " HTTP/1.1\r\nHost: "
            + rig.host()
            + "\r\n"
            + visitor.headers()
            + (contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n")
            + (route.method().isSafe() ? "" : "Content-Length: " + body.length() + "\r\n")
            + "\r\n"
            + body;
    try (Wire wire = new Wire(rig.instance().port())) {
      return wire.say(request).answer();
    } catch (IOException failure) {
      throw new UncheckedIOException(route.method() + " " + target, failure);
    }
  }

  /** What is wrong with an answer, whoever asked for it; empty when nothing is. */
  static List<String> faults(Route route, Wire.Answer answer) {
    List<String> faults = new java.util.ArrayList<>();
    if (answer.status() >= 500) {
      faults.add("status " + answer.status());
    }
    require(faults, answer, "x-request-id", ".+");
    require(faults, answer, "x-content-type-options", "nosniff");
    require(faults, answer, "cache-control", ".+");
    require(faults, answer, "content-security-policy", ".*default-src 'none'.*");
    require(faults, answer, "content-security-policy", ".*(frame-ancestors|sandbox).*");
    if (route.access().isPage()) {
      require(faults, answer, "referrer-policy", "same-origin");
    }
    if (answer.header("content-security-policy").contains("unsafe")) {
      faults.add("an unsafe policy: " + answer.header("content-security-policy"));
    }
    if (route.access().isApi() && !answer.header("set-cookie").isEmpty()) {
      faults.add("a cookie for an app");
    }
    String body = answer.text().toLowerCase(Locale.ROOT);
    if (answer.status() >= 400 && !answer.header("content-type").startsWith("text/html")) {
      INSIDE.stream().filter(body::contains).forEach(word -> faults.add("says '" + word + "'"));
    }
    return faults;
  }

  private static void require(
      List<String> faults, Wire.Answer answer, String header, String pattern) {
    if (!answer.header(header).matches(pattern)) {
      faults.add(header + ": " + answer.header(header));
    }
  }
}
