package org.colloque.server.http;

import java.nio.file.Path;

/**
 * A file of a multipart form, already on disk and deleted after the answer.
 *
 * @param field name in the form
 * @param path where it lies now
 * @param contentType what the client says; never trusted
 * @param fileName what the client says; never used as a path
 * @param size in bytes
 */
public record Upload(String field, Path path, String contentType, String fileName, long size) {
  /**
   * Whether no file was chosen: browsers send an empty one for a field left alone, to which the
   * decoder may add one octet of the boundary.
   */
  public boolean isEmpty() {
    return size <= 1;
  }
}
