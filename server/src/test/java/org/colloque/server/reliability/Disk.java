package org.colloque.server.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system in a file, mounted by the kernel: it can be full, and it can be looked at as
 * after a power cut, for what is in the file is what would be on the disk. Needs root and Linux.
 */
final class Disk implements AutoCloseable {
  private static final String BALLAST = "ballast";

  private final Path image;
  private final Path mounted;

  private Disk(Path image) throws IOException {
    this.image = image;
    mounted = Files.createDirectory(image.resolveSibling(image.getFileName() + ".mounted"));
    Assumptions.assumeTrue(
        run("mount", "-o", "loop", image.toString(), mounted.toString()),
        "only root mounts file systems");
  }

  /** A new one of that size. */
  static Disk ofMebibytes(int size) throws IOException {
    Path image = OwnDatabase.newFolder().resolve("disk");
    Assumptions.assumeTrue(
        run("truncate", "-s", size + "M", image.toString())
            && run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()),
        "there is no mkfs.ext4");
    return new Disk(image);
  }

  Path folder() {
    return mounted;
  }

  /** All that was written so far is on the disk. */
  void flush() throws IOException {
    run("sync", "--file-system", mounted.toString());
  }

  /**
   * What a machine finds that loses its power now: what was handed to the disk, and nothing of what
   * the kernel still keeps in memory.
   */
  Disk afterPowerCut() throws IOException {
    Path copy = image.resolveSibling("after-power-cut");
    Files.copy(image, copy, StandardCopyOption.REPLACE_EXISTING);
    return new Disk(copy);
  }

  /** Leaves no room at all. */
  void fill() throws IOException {
    // ends with an error, because there is no more room
    run("dd", "if=/dev/zero", "of=" + mounted.resolve(BALLAST), "bs=64k");
    flush();
  }

  void free() throws IOException {
    Files.delete(mounted.resolve(BALLAST));
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", mounted.toString());
    Files.deleteIfExists(image);
  }
}
