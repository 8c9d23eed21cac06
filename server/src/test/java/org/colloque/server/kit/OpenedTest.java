package org.colloque.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  @Test
  void closesInTheReverseOrderWhateverFails() {
    List<String> closed = new ArrayList<>();
    try (Opened opened = new Opened()) {
      opened.keep(() -> closed.add("first"));
      opened.keep(() -> {
        throw new IOException("as the test wants it");
      });
      opened.keep(() -> closed.add("third"));
    }
    assertThat(closed).containsExactly("third", "first");
  }
}
