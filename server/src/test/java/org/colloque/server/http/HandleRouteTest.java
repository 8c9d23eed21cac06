package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HandleRouteTest {
  private final Router router =
      new Router(
          List.of(
              Route.get("/@:handle", Access.page(), _ -> Reply.empty(204)),
              Route.get("/@:handle/:id", Access.page(), _ -> Reply.empty(204)),
              Route.get("/api/:rest", Access.anyone(), _ -> Reply.empty(204))));

  private Map<String, String> parameters(String path) {
    return Objects.requireNonNull(router.find(Method.GET, path)).parameters();
  }

  @Test
  void aHandleIsWhatFollowsTheAtSign() {
    assertThat(parameters("/@alice")).isEqualTo(Map.of("handle", "alice"));
    assertThat(parameters("/@bob@far.example/12"))
        .isEqualTo(Map.of("handle", "bob@far.example", "id", "12"));
  }

  @Test
  void otherPathsAreNotTakenForHandles() {
    assertThat(router.find(Method.GET, "/alice")).isNull();
    assertThat(router.find(Method.GET, "/@")).isNull();
    assertThat(router.find(Method.GET, "/unknown/12")).isNull();
    assertThat(parameters("/api/@alice")).isEqualTo(Map.of("rest", "@alice"));
  }
}
