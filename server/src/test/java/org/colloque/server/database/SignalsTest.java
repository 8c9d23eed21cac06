package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.colloque.server.kit.Kit;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private static void send(Kit kit, List<String> payloads) {
    kit.db().doAs(Viewer.stranger(), tx -> kit.signals().sendAll(tx, "test", payloads));
  }

  /** A server that has just started may not listen yet. */
  private void listen(Kit kit) {
    kit.signals().on("test", heard::add);
    Awaitility.await()
        .until(() -> {
          send(kit, List.of("ready"));
          return heard.contains("ready");
        });
    send(kit, List.of("begin"));
    Awaitility.await().until(() -> heard.contains("begin"));
    heard.clear();
  }

  @Test
  void eachOfManyIsHeardInTheirOrder() {
    try (Rig rig = Rig.start()) {
      Kit kit = rig.kit();
      listen(kit);
      List<String> many = IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
      send(kit, many);
      send(kit, List.of(""));
      send(kit, List.of());
      send(kit, List.of("last"));
      Awaitility.await().until(() -> heard.contains("last"));
      assertThat(heard).hasSize(5_002).startsWith(many.toArray(String[]::new)).endsWith("", "last");
    }
  }

  @Test
  void whatIsTooLongOrHasALineBreakIsRefused() {
    try (Rig rig = Rig.start()) {
      Kit kit = rig.kit();
      listen(kit);
      String longest = "é".repeat(Signals.MAX_PAYLOAD_CHARACTERS);
      String other = longest.replaceFirst("é", "è");
      send(kit, List.of(longest, other));
      Awaitility.await().until(() -> heard.size() == 2);
      assertThat(heard).containsExactly(longest, other);
      assertThatThrownBy(() -> send(kit, List.of(longest + "e")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> send(kit, List.of("two\nlines")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
