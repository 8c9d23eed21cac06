package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.colloque.server.Config;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** A start that fails leaves nothing open. */
class InstanceStartTest {
  @Test
  void aTakenPortLeavesNoConnectionToTheDatabase() throws Exception {
    Rig rig = Rig.start();
    rig.instance().close();
    Config.Listen taken = rig.kit().config().listen();
    try (rig;
        ServerSocket _ = new ServerSocket(taken.port(), 1, InetAddress.getByName(taken.host()))) {
      assertNothingIsLeft(rig, "cannot listen on");
    }
  }

  @Test
  void norDoesAFolderThatCannotBeUsed() throws Exception {
    Rig rig = Rig.start();
    rig.instance().close();
    try (rig) {
      Path media = rig.folder().resolve("media");
      delete(media);
      Files.writeString(media, "not a folder");
      assertNothingIsLeft(rig, "the folder for media");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void assertNothingIsLeft(Rig rig, String message) throws SQLException {
    int before = connections(rig);
    assertThatThrownBy(() -> Instance.start(rig.kit().config(), rig.database(), rig.kit().clock()))
        .hasMessageContaining(message);
    Awaitility.await().untilAsserted(() -> assertThat(connections(rig)).isEqualTo(before));
  }

  private static int connections(Rig rig) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                rig.database().url(), rig.database().user(), rig.database().password());
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")) {
      count.next();
      return count.getInt(1);
    }
  }
}
