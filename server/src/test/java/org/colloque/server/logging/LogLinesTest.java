package org.colloque.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Encoder<ILoggingEvent>> encoders() {
    return Stream.of(new TextEncoder(), new JsonEncoder());
  }

  static Stream<Arguments> attacks() {
    return encoders()
        .flatMap(encoder ->
            Stream.of(
                    "a\r\n2026 ERROR Forged: line",
                    "a\nb",
                    "\u001b[2Jcleared",
                    "\u009b31mred",
                    "\u202egnorw",
                    "\u2028next",
                    "\0")
                .map(attack -> Arguments.of(encoder, attack)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothingFromOutsideCanForgeALineOrMoveTheCursor(
      Encoder<ILoggingEvent> encoder, String attack) {
    LoggingEvent event = event("name {}", attack, new IllegalStateException(attack));
    event.setMDCPropertyMap(Map.of("request", attack));
    String lines = encode(encoder, event);
    assertThat(lines.replace("\n", "").chars().noneMatch(Character::isISOControl)).isTrue();
    assertThat(lines).doesNotContain("\u202e", "\u2028");
    assertThat(lines.lines().filter(line -> !line.startsWith("    ")).toList())
        .noneMatch(line -> line.startsWith("2026 ERROR") || line.startsWith("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/streaming?stream=user&access_token=sesame",
        "Authorization: Bearer sesame-sesame",
        "authorization: basic c2VzYW1lOnNlc2FtZQ==sesame",
        "{\"client_secret\":\"sesame\",\"x\":1}",
        "password=sesame&grant_type=password",
        "/oauth/callback?code=sesame",
        "reset_token: sesame",
        "Cookie: sesame",
      })
  void noSecretPasses(String text) {
    encoders()
        .forEach(encoder -> {
          LoggingEvent event = event("asked {}", text, new IllegalArgumentException(text));
          assertThat(encode(encoder, event)).doesNotContain("sesame").contains("[hidden]");
        });
  }

  @Test
  void ordinaryWordsStay() {
    String text = "status code: 404 for /@alice/tokens, é à 日本 \ud83e\ude7a";
    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @Test
  void aTextLineNamesTheRequest() {
    LoggingEvent event = event("done in {} ms", 3, null);
    event.setMDCPropertyMap(Map.of("request", "r-17"));
    assertThat(encode(new TextEncoder(), event))
        .isEqualTo("2026-11-22T10:00:00.123Z INFO Room [r-17]: done in 3 ms\n");
  }

  @Test
  void aJsonLineIsOneObjectWithTheRequestAndTheError() throws IOException {
    LoggingEvent event = event("done", "", new IOException("gone", new IOException("deeper")));
    event.setMDCPropertyMap(Map.of("request", "r-17"));
    String line = encode(new JsonEncoder(), event);
    assertThat(line).endsWith("}\n");
    assertThat(line.lines()).hasSize(1);
    JsonNode json = JSON.readTree(line);
    assertThat(json.get("time").asText()).isEqualTo("2026-11-22T10:00:00.123Z");
    assertThat(json.get("level").asText()).isEqualTo("INFO");
    assertThat(json.get("logger").asText()).isEqualTo("org.colloque.Room");
    assertThat(json.get("request").asText()).isEqualTo("r-17");
    assertThat(json.get("error").asText())
        .contains("java.io.IOException: gone")
        .contains("caused by java.io.IOException: deeper");
  }

  @Test
  void aStackThatOverflowedIsCut() {
    IllegalStateException error = new IllegalStateException("deep");
    StackTraceElement frame = new StackTraceElement("Room", "call", "Room.java", 1);
    error.setStackTrace(
        Stream.generate(() -> frame)
            .limit(ErrorText.MAX_FRAMES + 1L)
            .toArray(StackTraceElement[]::new));
    assertThat(encode(new TextEncoder(), event("x", "", error)).lines())
        .hasSize(ErrorText.MAX_FRAMES + 3)
        .last()
        .isEqualTo("    and 1 more");
  }

  private static LoggingEvent event(String message, Object argument, @Nullable Throwable error) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            context.getLogger("org.colloque.Room"),
            Level.INFO,
            message,
            error,
            new Object[] {argument});
    event.setTimeStamp(1_795_341_600_123L);
    return event;
  }

  private static String encode(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
