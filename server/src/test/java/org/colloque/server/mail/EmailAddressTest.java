package org.colloque.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a",
        "a@",
        "@b.example",
        "a@b",
        "a@localhost",
        "a@@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a@b c.example",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "\"a b\"@c.example",
        "\"a\"@c.example",
        "(comment)a@b.example",
        "a@b.example(comment)",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@[IPv6:::1]",
        "a@b.example>",
        "<a@b.example>",
        "Alice <a@b.example>",
        "a,b@c.example",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "a@b.example\r\nBcc: x@evil.example",
        "a\r\n@b.example",
        "a\u0000@b.example",
        "a@b.example\u0000",
        "a@-b.example",
        "a@b-.example",
        "a@b..example",
        "a@.example",
        "a@b.123",
        "a@exa_mple.org",
        "a\u202e@b.example",
        "a\u00ad@b.example",
        "\uff41lice@b.example",
        "al\u0131ce@b.example",
        "\u0430lice@b.example",
        "é@b.example",
        "a@b.example%00.evil.example",
        "a@b.example/evil",
        "a@xn--.example",
        "a@b\u2024example"
      })
  void whatIsNotAnAddressIsRefused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "alice@mail.example, alice@mail.example, alice@mail.example",
    "Alice@Mail.Example, Alice@mail.example, alice@mail.example",
    "'  a@b.example ', a@b.example, a@b.example",
    "a+tag@b.example, a+tag@b.example, a+tag@b.example",
    "o'neil@b.example, o'neil@b.example, o'neil@b.example",
    "a@MÜNCHEN.example, a@xn--mnchen-3ya.example, a@xn--mnchen-3ya.example",
    "a@xn--mnchen-3ya.example, a@xn--mnchen-3ya.example, a@xn--mnchen-3ya.example",
    "a@straße.example, a@xn--strae-oqa.example, a@xn--strae-oqa.example",
    "a@ｍａｉｌ.example, a@mail.example, a@mail.example",
    "a@b。example, a@b.example, a@b.example"
  })
  void twoSpellingsOfOneMailboxAreOneAddress(String text, String address, String canonical) {
    assertThat(EmailAddress.parse(text)).contains(new EmailAddress(address, canonical));
  }

  @Test
  void lengthsHoldAtTheirEdge() {
    assertThat(EmailAddress.parse("a".repeat(64) + "@b.example")).isPresent();
    assertThat(EmailAddress.parse("a".repeat(65) + "@b.example")).isEmpty();
    String host = ("b".repeat(60) + ".").repeat(3) + "example";
    Optional<EmailAddress> longest =
        EmailAddress.parse("a".repeat(EmailAddress.MAX_LENGTH - host.length() - 1) + "@" + host);
    assertThat(longest).isPresent();
    assertThat(EmailAddress.parse("a".repeat(EmailAddress.MAX_LENGTH - host.length()) + "@" + host))
        .isEmpty();
  }
}
