package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.colloque.server.kit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a.b", "a-b", "é", "alice\n", "аlice", "a@b", "../a", "a/b", "\u0000", "a\u202e"
      })
  void whatIsNotANameIsRefused(String name) {
    assertThat(Username.fault(name)).contains(Fault.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "Admin", "ROOT", "moderation", "colloque", "support"})
  void namesOfThoseWhoRunTheInstanceAreReserved(String name) {
    assertThat(Username.fault(name)).contains(Fault.RESERVED);
    assertThat(Username.grammarFault(name)).isEmpty();
  }

  @Test
  void lengthsHoldAtTheirEdge() {
    assertThat(Username.fault("")).contains(Fault.BLANK);
    assertThat(Username.fault("a")).isEmpty();
    assertThat(Username.fault("Alice_2")).isEmpty();
    assertThat(Username.fault("a".repeat(30))).isEmpty();
    assertThat(Username.fault("a".repeat(31))).contains(Fault.TOO_LONG);
  }
}
