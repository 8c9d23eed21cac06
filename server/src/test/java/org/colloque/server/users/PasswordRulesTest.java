package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.colloque.server.kit.Cryptography.Argon2Cost;
import org.colloque.server.kit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password1234", "Password!2026", "passwordpassword", "motdepasse123", "MotDePasse!!99",
        "azertyuiop12", "123456789012", "098765432109", "qwertyuiop[]1", "abcdefghijkl",
        "aaaaaaaaaaaa", "abababababab", "iloveyou1234", "19700101197001", "colloque2026!",
        "qwertyuiopas", "lkjhgfdsapoi", "alice1985198", "ALICE_2026!!", "alice@mail.example"
      })
  void whatEverybodyKnowsIsRefused(String password) {
    assertThat(PasswordRules.fault(password, "alice", "alice@mail.example"))
        .contains(Fault.BLOCKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "le chat dort au soleil",
        "x7$kQ!m2zP0w",
        "ééééàààüöçñß",
        "8273645190283746152930",
        "日本語のパスワードです長い"
      })
  void aSentenceOrChanceWillDo(String password) {
    assertThat(PasswordRules.fault(password, "alice", "alice@mail.example")).isEmpty();
  }

  @Test
  void lengthsHoldAtTheirEdge() {
    String twelve = "kT4!zq9Wx0pL";
    assertThat(PasswordRules.fault("")).contains(Fault.BLANK);
    assertThat(PasswordRules.fault(twelve.substring(1))).contains(Fault.TOO_SHORT);
    assertThat(PasswordRules.fault(twelve)).isEmpty();
    String longest = twelve.repeat(11).substring(0, PasswordRules.MAX_LENGTH);
    assertThat(PasswordRules.fault(longest)).isEmpty();
    assertThat(PasswordRules.fault(longest + "x")).contains(Fault.TOO_LONG);
  }

  @Test
  void whatLooksTheSameIsTheSame() {
    try (Passwords passwords = new Passwords(Argon2Cost.STANDARD)) {
      String hash = passwords.hash("cafe\u0301 noir du matin");
      assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
      assertThat(passwords.matches("caf\u00e9 noir du matin", hash)).isTrue();
      assertThat(passwords.matches("cafe noir du matin", hash)).isFalse();
      assertThat(passwords.matches("cafe\u0301 noir du matin", "")).isFalse();
      assertThat(passwords.matches("", "")).isFalse();
      assertThat(passwords.hash("cafe\u0301 noir du matin")).isNotEqualTo(hash);
    }
  }
}
