package org.colloque.server.media;

import java.io.IOException;

/** The file is not what its first bytes say. */
final class DamagedImageException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedImageException(String message) {
    super(message);
  }
}
