package org.colloque.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * JSON as the client API wants it: records in snake_case, nulls written, moments with exactly three
 * digits and a Z (semantics.md, section 3). Reading refuses what is deep, repeated or trailing.
 */
public final class Json {
  /** Levels of nesting that are read. */
  public static final int MAX_DEPTH = 64;

  /** Values, names and brackets that are read: a body of brackets alone would fill the memory. */
  public static final int MAX_TOKENS = 50_000;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, text(moment -> MOMENT.format((Instant) moment)))
                  .addSerializer(LocalDate.class, text(Object::toString)))
          .build();

  private Json() {}

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads what a stranger sent: UTF-8 without a mark at its start, texts that PostgreSQL can hold,
   * numbers of 64 bits.
   *
   * @throws ProblemException 400 when {@code body} is not JSON that we read
   */
  public static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(JsonTexts.utf8(body));
      if (node == null) {
        return MAPPER.missingNode();
      }
      JsonTexts.refuseUnusable(node);
      return node;
    } catch (IOException failure) {
      throw ProblemException.of(400, "The body is not valid JSON");
    }
  }

  /** A moment as the client API writes it. */
  public static String moment(Instant moment) {
    return MOMENT.format(moment);
  }

  private static JsonSerializer<Object> text(java.util.function.Function<Object, String> toText) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(Object value, JsonGenerator to, SerializerProvider provider)
          throws IOException {
        to.writeString(toText.apply(value));
      }
    };
  }
}
