package org.colloque.server.pages.view;

import java.util.List;
import org.colloque.server.pages.words.Messages;

/**
 * For those who moderate: with whom the instance speaks. Fields of the first form: {@code mode}; of
 * the second: {@code domain}, {@code severity}, {@code reject_media}, {@code reject_reports},
 * {@code private_comment}, {@code public_comment}, {@code obfuscate}.
 *
 * @param mode the form name of the present mode
 * @param owner whether the reader may change the mode
 * @param query what the rules are searched for
 * @param total how many rules there are
 */
public record FederationView(
    String mode,
    boolean owner,
    List<Rule> rules,
    String query,
    int total,
    List<Allowed> allowed,
    Form form)
    implements Screen {
  /** The modes as the form has them. */
  public static final List<String> MODES = List.of("open", "allow-list", "closed");

  /** The severities as the form has them, the hardest first. */
  public static final List<String> SEVERITIES = List.of("suspend", "silence", "noop");

  /**
   * A rule.
   *
   * @param list the address of the list that it comes from; empty when it was made here
   */
  public record Rule(
      String id,
      String domain,
      String severity,
      boolean rejectMedia,
      boolean rejectReports,
      String privateComment,
      String publicComment,
      String list) {}

  /** A server that is spoken with when only named ones are. */
  public record Allowed(String id, String domain) {}

  @Override
  public String template() {
    return "admin/federation.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("admin.federation"));
  }

  /** A mode in words. */
  public static String mode(Messages messages, String mode) {
    return switch (mode) {
      case "allow-list" -> messages.get("federation.mode.list");
      case "closed" -> messages.get("federation.mode.closed");
      case String _ -> messages.get("federation.mode.open");
    };
  }

  /** A severity in words. */
  public static String severity(Messages messages, String severity) {
    return switch (severity) {
      case "suspend" -> messages.get("federation.severity.suspend");
      case "silence" -> messages.get("federation.severity.silence");
      case String _ -> messages.get("federation.severity.noop");
    };
  }

  /** The same in one or two words. */
  public static String state(Messages messages, String severity) {
    return switch (severity) {
      case "suspend" -> messages.get("federation.state.suspend");
      case "silence" -> messages.get("federation.state.silence");
      case String _ -> messages.get("federation.state.noop");
    };
  }
}
