package org.colloque.server.database;

/** PostgreSQL cannot be reached or cannot work now: the caller is told to come back. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DatabaseUnavailableException(Throwable cause) {
    super("the database is not available", cause);
  }

  /** Whether it was known before that PostgreSQL is away, and logged: then it need not be again. */
  public boolean isNoNews() {
    return getCause() instanceof Pool.StillAwayException;
  }
}
