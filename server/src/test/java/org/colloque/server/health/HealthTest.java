package org.colloque.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  void answersThatAllIsWell(String path) {
    Browser.Answer answer = rig.anonymous().get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("ok\n");
  }

  @Test
  void countsAnswersByRouteAndStatusNeverByPath() {
    rig.anonymous().get("/healthz?access_token=sesame");
    rig.anonymous().get("/no/such/place");
    String figures = rig.anonymous().get("/metrics").text();
    assertThat(figures)
        .contains(
            "colloque_http_requests_seconds_count{method=\"GET\",route=\"/healthz\",status=\"200\"}")
        .contains("route=\"none\",status=\"404\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain("sesame", "/no/such");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"})
  void figuresAreNotForThoseWhoComeThroughAProxy(String header) {
    assertThat(rig.anonymous().withHeader(header, "203.0.113.9").get("/metrics").status())
        .isEqualTo(404);
  }
}
