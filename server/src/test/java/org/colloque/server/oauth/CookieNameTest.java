package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieNameTest {
  @ParameterizedTest
  @CsvSource({
    "https://social.example.org,__Host-colloque_session",
    "https://social.example.org:8443,__Host-colloque_session_8443",
    "http://localhost,colloque_session",
    "http://localhost:8080,colloque_session_8080",
    "http://localhost:8081,colloque_session_8081",
  })
  void tellsInstancesUnderOneHostNameApart(String publicUrl, String name) {
    assertThat(Doorkeeper.cookieName(URI.create(publicUrl))).isEqualTo(name);
  }
}
