package org.colloque.server.oauth;

/**
 * Token (entities.json).
 *
 * @param scope separated by spaces
 * @param createdAt seconds since 1970
 */
public record TokenEntity(String accessToken, String tokenType, String scope, long createdAt) {
  @Override
  public String toString() {
    return "TokenEntity[scope=" + scope + "]";
  }
}
