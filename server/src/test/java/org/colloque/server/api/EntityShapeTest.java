package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.colloque.server.http.Json;
import org.junit.jupiter.api.Test;

class EntityShapeTest {
  private static final String MARKER =
      """
      {"last_read_id": "123", "version": 1, "updated_at": "2026-01-02T03:04:05.006Z"}
      """;

  private static java.util.List<String> faults(Consumer<ObjectNode> change) {
    ObjectNode marker = (ObjectNode) Json.read(MARKER.getBytes(StandardCharsets.UTF_8));
    change.accept(marker);
    return EntityShape.faults("Marker", marker);
  }

  @Test
  void acceptsWhatIsRight() {
    assertThat(faults(_ -> {})).isEmpty();
  }

  @Test
  void findsEveryKindOfFault() {
    assertThat(faults(marker -> marker.remove("version")))
        .containsExactly("Marker.version is missing");
    assertThat(faults(marker -> marker.put("last_read_id", 123)))
        .containsExactly("Marker.last_read_id is integer, not one of [string]");
    assertThat(faults(marker -> marker.putNull("version")))
        .containsExactly("Marker.version is null, not one of [integer]");
    assertThat(faults(marker -> marker.put("updated_at", "2026-01-02T03:04:05Z")))
        .containsExactly("Marker.updated_at is \"2026-01-02T03:04:05Z\", not a datetime");
    assertThat(faults(marker -> marker.put("more", 1)))
        .containsExactly("Marker.more is not a field of Mastodon's");
  }

  @Test
  void findsFaultsOfEnumsAndNestedEntities() {
    ObjectNode search = Json.object();
    search.putArray("accounts");
    search.putArray("statuses");
    search.putArray("collections");
    search.putArray("hashtags").addObject().put("id", "").put("name", "a").put("url", "nowhere");
    assertThat(EntityShape.faults("Search", search))
        .contains("Search.hashtags[0].history is missing")
        .anyMatch(fault -> fault.startsWith("Search.hashtags[0].url"));

    ObjectNode preferences = Json.object().put("posting:default:visibility", "group");
    assertThat(EntityShape.faults("Preferences", preferences))
        .anyMatch(fault -> fault.startsWith("Preferences.posting:default:visibility is \"group\""));
  }
}
