package org.colloque.server.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Files below one folder, two levels of folders deep so that none grows large. A file appears under
 * its name only when it is whole and on the disk.
 */
public final class DiskStore implements MediaStore {
  private final Path folder;
  private final Path arriving;

  /** Creates the folder if it is missing. */
  public DiskStore(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.arriving = this.folder.resolve("arriving");
    Files.createDirectories(arriving);
  }

  @Override
  public MediaKey put(byte[] file, String extension) throws IOException {
    MediaKey key = MediaKey.random(extension);
    Path shelf = shelf(key);
    Path temporary = arriving.resolve(key.value());
    try {
      write(temporary, file);
      Files.createDirectories(shelf);
      Files.move(temporary, shelf.resolve(key.value()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder(shelf);
    syncFolder(shelf.resolveSibling("."));
    syncFolder(folder);
    return key;
  }

  @Override
  public Optional<Stored> get(MediaKey key) throws IOException {
    Path path = place(key);
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean regular = file.isRegularFile();
      return regular
          ? Optional.of(new Stored(path, file.size(), key.contentType()))
          : Optional.empty();
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(MediaKey key) throws IOException {
    Files.deleteIfExists(place(key));
  }

  private Path place(MediaKey key) {
    return shelf(key).resolve(key.value());
  }

  private Path shelf(MediaKey key) {
    String name = key.value();
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2, 4));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Makes the new name itself durable; systems that cannot open a folder need no such step. */
  private static void syncFolder(Path level) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(level, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
