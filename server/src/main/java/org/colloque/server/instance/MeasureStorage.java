package org.colloque.server.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;

/** Counts the files of the instance now and then: too slow for somebody who waits. */
public final class MeasureStorage implements Worker {
  private static final Duration INTERVAL = Duration.ofHours(6);

  private final Kit kit;
  private final AtomicReference<Optional<Counted>> last = new AtomicReference<>(Optional.empty());

  /** What was counted. */
  record Counted(long bytes, long count, Instant at) {}

  public MeasureStorage(Kit kit) {
    this.kit = kit;
  }

  /** The last count; empty before the first one. */
  Optional<Counted> last() {
    return last.get();
  }

  /** Bytes that are free where files are kept. */
  long free() {
    try {
      return Files.getFileStore(kit.config().dataFolder()).getUsableSpace();
    } catch (IOException failure) {
      throw new UncheckedIOException("the folder for data cannot be asked", failure);
    }
  }

  @Override
  public String name() {
    return "measure-storage";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    long[] sum = new long[2];
    try {
      Files.walkFileTree(
          kit.config().dataFolder().resolve("media"),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              sum[1]++;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException("the files cannot be counted", failure);
    }
    last.set(Optional.of(new Counted(sum[0], sum[1], kit.now())));
    return false;
  }
}
