package org.colloque.server.embedded;

/** The embedded PostgreSQL cannot work; the message is a sentence for the operator. */
public final class EmbeddedDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseException(String message) {
    super(message);
  }

  EmbeddedDatabaseException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
