package org.colloque.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the grammar of JSON allows and nobody needs (reliability.md, C32). */
final class JsonTexts {
  private JsonTexts() {}

  /**
   * The body unchanged.
   *
   * @throws ProblemException 400 when it begins as UTF-16, UTF-32 or with a byte order mark does:
   *     the parser would guess, and others would guess differently (RFC 8259, section 8.1)
   */
  static byte[] utf8(byte[] body) {
    for (int i = 0; i < Math.min(body.length, 4); i++) {
      if (body[i] == 0
          || body[i] == (byte) 0xEF
          || body[i] == (byte) 0xFE
          || body[i] == (byte) 0xFF) {
        throw ProblemException.of(400, "The body is not JSON in UTF-8 without a byte order mark");
      }
      if (body[i] == '"') {
        // a text begins: from here on those bytes may be letters
        break;
      }
    }
    return body;
  }

  /**
   * @throws ProblemException 400 when a text or a name holds a null character or half a surrogate
   *     pair, or a number is not a finite one of 64 bits
   */
  static void refuseUnusable(JsonNode node) {
    if (node.isTextual()) {
      refuseUnusable(node.textValue());
    } else if (node.isNumber()) {
      boolean fits = node.isIntegralNumber() ? node.canConvertToLong() : finite(node);
      if (!fits) {
        throw ProblemException.of(400, "A number is too large");
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        refuseUnusable(member.getKey());
        refuseUnusable(member.getValue());
      }
    } else {
      for (JsonNode item : node) {
        refuseUnusable(item);
      }
    }
  }

  private static boolean finite(JsonNode number) {
    return Double.isFinite(number.doubleValue());
  }

  static void refuseUnusable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw ProblemException.of(400, "A parameter contains a null character");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw ProblemException.of(400, "A parameter contains half a character");
        }
        i++;
      }
    }
  }
}
