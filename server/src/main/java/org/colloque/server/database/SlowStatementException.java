package org.colloque.server.database;

/** A statement took longer than whoever waits for it may ask for; nothing of it was kept. */
public final class SlowStatementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SlowStatementException(Throwable cause) {
    super("a statement took too long", cause);
  }
}
