package org.colloque.server.database;

/**
 * Where PostgreSQL is.
 *
 * @param url a JDBC URL
 * @param user a role that is neither superuser nor BYPASSRLS
 * @param password never logged
 * @param poolSize connections held at most
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
  @Override
  public String toString() {
    return "DatabaseSettings[" + url + ", " + user + "]";
  }
}
