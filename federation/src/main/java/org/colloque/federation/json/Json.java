package org.colloque.federation.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Bytes of a stranger to a tree, with limits (check C32): strict UTF-8 without a byte order mark,
 * depth, size, no duplicate keys, no NaN or infinite numbers, no NUL, no lone surrogates, one
 * object at the top, and none of the JSON-LD keywords by which a signed document can be read in two
 * ways (security row 8).
 */
public final class Json {

  /**
   * Keywords that move statements to another subject; we read compact JSON, so they only deceive.
   */
  private static final Set<String> RESTRUCTURING = Set.of("@graph", "@included", "@reverse");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.DEPTH)
                          .maxStringLength(Limits.DOCUMENT_BYTES)
                          .maxNumberLength(100)
                          .maxNameLength(Limits.ID)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** What came of reading. */
  public sealed interface Reading {

    /** A good document. */
    record Document(ObjectNode root) implements Reading {}

    /** More than {@link Limits#DOCUMENT_BYTES}: 413. */
    record TooLarge() implements Reading {}

    /** Not JSON, or JSON that we refuse: 400. The reason holds nothing of the document. */
    record Malformed(String reason) implements Reading {}
  }

  /** Reads a whole document; never throws. */
  public static Reading read(byte[] bytes) {
    if (bytes.length > Limits.DOCUMENT_BYTES) {
      return new Reading.TooLarge();
    }
    try {
      // decoded here because Jackson would guess UTF-16 and UTF-32 and skip a byte order mark
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.startsWith("\uFEFF")) {
        return new Reading.Malformed("byte order mark");
      }
      JsonNode tree = MAPPER.readTree(text);
      if (!(tree instanceof ObjectNode root)) {
        return new Reading.Malformed("not a JSON object");
      }
      String fault = fault(root, false);
      return fault.isEmpty() ? new Reading.Document(root) : new Reading.Malformed(fault);
    } catch (CharacterCodingException _) {
      return new Reading.Malformed("not UTF-8");
    } catch (JsonProcessingException _) {
      return new Reading.Malformed("not JSON within the limits");
    }
  }

  /** The compact bytes of a tree that we made. */
  public static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree in memory is always writable", impossible);
    }
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Empty when the tree is fine; recursion ends at the nesting limit. */
  private static String fault(JsonNode node, boolean inContext) {
    return switch (node.getNodeType()) {
      case STRING -> faultOfText(node.textValue(), inContext);
      case NUMBER -> Double.isFinite(node.doubleValue()) ? "" : "number out of range";
      case ARRAY -> faultOfItems(node, inContext);
      case OBJECT -> faultOfFields((ObjectNode) node, inContext);
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> "";
    };
  }

  private static String faultOfItems(JsonNode array, boolean inContext) {
    for (JsonNode item : array) {
      String fault = fault(item, inContext);
      if (!fault.isEmpty()) {
        return fault;
      }
    }
    return "";
  }

  private static String faultOfFields(ObjectNode object, boolean inContext) {
    if (twoNames(object, "id", "@id") || twoNames(object, "type", "@type")) {
      return "two ids or two types";
    }
    for (var field : object.properties()) {
      String name = field.getKey();
      String fault = faultOfText(name, true);
      if (fault.isEmpty()) {
        fault = fault(field.getValue(), inContext || name.equals("@context"));
      }
      if (!fault.isEmpty()) {
        return fault;
      }
    }
    return "";
  }

  private static boolean twoNames(ObjectNode object, String name, String keyword) {
    return object.has(name) && object.has(keyword);
  }

  private static String faultOfText(String text, boolean keywordPossible) {
    if (keywordPossible && RESTRUCTURING.contains(text)) {
      return "JSON-LD keyword " + text;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "NUL character";
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return "lone surrogate";
        }
        i++;
      }
    }
    return "";
  }
}
