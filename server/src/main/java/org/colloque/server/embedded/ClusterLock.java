package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the one process that has a cluster; the system releases it when the process dies. */
record ClusterLock(FileChannel channel) implements AutoCloseable {

  /** Nothing when somebody else has it. */
  static Optional<ClusterLock> take(Path home) {
    try {
      FileChannel channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new ClusterLock(channel));
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("the folder " + home + " cannot be written", failure);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException byOurselves) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("the lock cannot be released", failure);
    }
  }
}
