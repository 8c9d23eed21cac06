package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.colloque.federation.vocabulary.Activity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes (checks C24, C30, C32). */
class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "[]",
        "\"text\"",
        "1",
        "null",
        "{",
        "{\"a\":1",
        "{\"a\":1}{",
        "{\"a\":1} x",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":1e400}",
        "{\"a\":-1e400}",
        "{\"a\":1,\"a\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00x\"}",
        "{\"a\":\"\\ud800\\ud800\"}",
        "{\"a\":\"\t\"}",
        "\uFEFF{\"a\":1}",
        "{\"a\":1,}",
        "{/**/}",
        "{\"id\":\"https://a.example/1\",\"@id\":\"https://a.example/2\"}",
        "{\"type\":\"Note\",\"@type\":\"Follow\"}"
      })
  void refuses(String text) {
    assertThat(read(text)).isInstanceOf(Json.Reading.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@graph\":[{\"id\":\"https://a.example/1\"}]}",
        "{\"object\":{\"@included\":[]}}",
        "{\"object\":[{\"x\":{\"@reverse\":{\"actor\":\"https://a.example\"}}}]}",
        "{\"\\u0040graph\":[]}",
        "{\"@context\":{\"things\":\"@graph\"},\"things\":[]}",
        "{\"@context\":[\"https://www.w3.org/ns/activitystreams\",{\"x\":{\"@id\":\"@included\"}}]}",
        "{\"object\":{\"@context\":{\"y\":\"@reverse\"}}}"
      })
  void refusesJsonLdThatCanBeReadInTwoWays(String text) {
    assertThat(read(text)).isInstanceOf(Json.Reading.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"content\":\"@graph is a word\"}", "{\"content\":\"@graph\"}", "{\"a\":\"😀\"}",
        "{\"a\":1e300}", "{\"a\":-0.5}", "{\"a\":[true,false,null]}",
            "\n{\"a\":\"\\ud83d\\ude00\"} "
      })
  void takes(String text) {
    assertThat(read(text)).isInstanceOf(Json.Reading.Document.class);
  }

  @Test
  void takesADepthOf64AndNotOf65() {
    assertThat(read(nested(64))).isInstanceOf(Json.Reading.Document.class);
    assertThat(read(nested(65))).isInstanceOf(Json.Reading.Malformed.class);
    assertThat(read(nested(200_000))).isInstanceOf(Json.Reading.Malformed.class);
  }

  @Test
  void takesOneMebibyteAndNotOneByteMore() {
    String frame = "{\"a\":\"\"}";
    int room = Limits.DOCUMENT_BYTES - frame.length();
    assertThat(read("{\"a\":\"" + "x".repeat(room) + "\"}"))
        .isInstanceOf(Json.Reading.Document.class);
    assertThat(read("{\"a\":\"" + "x".repeat(room + 1) + "\"}"))
        .isEqualTo(new Json.Reading.TooLarge());
  }

  @Test
  void refusesOtherEncodings() {
    String text = "{\"a\":\"é\"}";
    assertThat(Json.read(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Json.Reading.Malformed.class);
    assertThat(Json.read(text.getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(Json.Reading.Malformed.class);
    assertThat(Json.read(new byte[] {'{', '}', 0})).isInstanceOf(Json.Reading.Malformed.class);
  }

  /** Seeded, so a failure can be repeated; the long run is another check's. */
  @Test
  void neverThrowsOnMutatedActivities() {
    String text =
        """
        {"@context":"https://www.w3.org/ns/activitystreams","id":"https://a.example/1","type":"Create",
        "actor":{"id":"https://a.example/u"},"to":["as:Public"],"object":{"type":["Note"],
        "id":"https://a.example/n","attributedTo":[{"type":"Person","id":"https://a.example/u"}],
        "content":"x","contentMap":{"fr":"x"},"published":"2026-01-01T00:00:00Z","tag":[{"type":"Mention",
        "href":"https://b.example","name":"@b"}],"attachment":{"type":"Image","url":[{"href":"https://a.example/i"}],
        "focalPoint":[0,1],"width":5}}}
        """;
    String[] replacements = {
      "null",
      "[]",
      "{}",
      "\"\"",
      "1",
      "-1",
      "true",
      "[[[]]]",
      "\"https://a.example/\"",
      "1e99",
      "[{}]"
    };
    Random random = new Random(42);
    int documents = 0;
    for (int i = 0; i < 20_000; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(12));
      String mutated =
          text.substring(0, from)
              + replacements[random.nextInt(replacements.length)]
              + text.substring(to);
      if (read(mutated) instanceof Json.Reading.Document document) {
        documents++;
        Activity activity = ActivityReader.read(document.root(), null);
        assertThat(activity.raw()).isSameAs(document.root());
        ActorReader.read(document.root());
        CollectionReader.read(document.root());
      }
    }
    assertThat(documents).isGreaterThan(100);
  }

  private static Json.Reading read(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }
}
