package org.colloque.server.digest;

import static org.colloque.migrations.Tables.USERS;

import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/** Ends letters of one kind, for whoever holds the address that stood in one of them. */
final class Unsubscribe {
  private static final String PURPOSE = "unsubscribe";

  private final Kit kit;

  Unsubscribe(Kit kit) {
    this.kit = kit;
  }

  /** A reader and the kind of letter. */
  record Subscription(UserId user, LetterKind kind) {
    @Override
    public String toString() {
      return user + "." + kind.wire();
    }
  }

  /** The address of the page on which {@code subscription} ends. */
  String address(Subscription subscription) {
    return kit.urls().absolute(path(subscription));
  }

  private String path(Subscription subscription) {
    String text = subscription.toString();
    return DigestPages.UNSUBSCRIBE + "/" + text + "/" + kit.secrets().sign(PURPOSE, text);
  }

  /** Header fields of a letter (RFC 2369, RFC 8058, RFC 2919). */
  Map<String, String> headers(Subscription subscription) {
    return Map.of(
        "List-Unsubscribe",
        "<" + address(subscription) + ">",
        "List-Unsubscribe-Post",
        "List-Unsubscribe=One-Click",
        "List-Id",
        "<"
            + subscription.kind().wire()
            + "."
            + kit.urls().host().replaceFirst(":\\d+$", "")
            + ">");
  }

  /** Empty when this instance never wrote this address. */
  Optional<Subscription> read(String text, String code) {
    int dot = text.indexOf('.');
    if (dot < 0 || !kit.secrets().verify(PURPOSE, text, code)) {
      return Optional.empty();
    }
    Optional<LetterKind> kind = LetterKind.parse(text.substring(dot + 1));
    return Decimal.parse(text.substring(0, dot))
        .flatMap(user -> kind.map(each -> new Subscription(new UserId(user), each)));
  }

  /** Doing it twice is doing it once. */
  void end(Tx tx, Subscription subscription) {
    var change = tx.sql().update(USERS);
    var set =
        switch (subscription.kind()) {
          case DIGEST -> change.set(USERS.MAIL_DIGEST, false);
          case NOTICE -> change.set(USERS.MAIL_KINDS, new String[0]);
        };
    set.where(USERS.ID.eq(subscription.user().value())).execute();
  }
}
