package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.Test;

/** A file that is made for one answer does not outlive it, whatever becomes of the answer. */
class PassingFileTest {
  private final AtomicReference<Path> made = new AtomicReference<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private Reply answer(Request request) {
    try {
      Path file = Files.writeString(Files.createTempFile("passing", ".txt"), "what is theirs");
      made.set(file);
      asked.countDown();
      go.await();
      return Reply.passingFile("text/plain", file, Files.size(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private Room room() throws IOException {
    return new Room(Patience.NORMAL, Route.get("/file", Access.anyone(), this::answer));
  }

  private static String request(String method) {
    return method + " /file HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private void gone() {
    Awaitility.await().until(() -> made.get() != null && !Files.exists(made.get()));
  }

  @Test
  void itIsSentAndDeleted() throws IOException {
    go.countDown();
    try (Room room = room();
        Wire wire = room.wire()) {
      wire.say(request("GET"));
      assertThat(wire.answer().text()).isEqualTo("what is theirs");
      gone();
    }
  }

  @Test
  void itIsDeletedWhereOnlyItsHeadIsAskedFor() throws IOException {
    go.countDown();
    try (Room room = room();
        Wire wire = room.wire()) {
      wire.say(request("HEAD"));
      gone();
    }
  }

  @Test
  void itIsDeletedWhereNobodyWaitsForItAnyMore() throws Exception {
    try (Room room = room()) {
      try (Wire wire = room.wire()) {
        wire.say(request("GET"));
        asked.await();
      }
      Awaitility.await().until(() -> room.connections() == 0);
      go.countDown();
      gone();
    }
  }
}
