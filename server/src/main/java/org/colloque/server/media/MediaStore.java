package org.colloque.server.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where files are kept. Names are made here, never given. */
public interface MediaStore {
  /** Keeps the picture; when this returns it survives a loss of power. */
  default MediaKey put(Picture picture) throws IOException {
    return put(picture.bytes(), picture.format().extension());
  }

  /**
   * Keeps a file likewise.
   *
   * @param extension one of those that {@link MediaKey} allows
   */
  MediaKey put(byte[] file, String extension) throws IOException;

  /** The file, or empty when there is none. */
  Optional<Stored> get(MediaKey key) throws IOException;

  /** Removes the file; removing what is not there is no error. */
  void delete(MediaKey key) throws IOException;

  /**
   * A file ready to be sent.
   *
   * @param path may be sent as it is
   * @param bytes its length
   */
  record Stored(Path path, long bytes, String contentType) {}
}
