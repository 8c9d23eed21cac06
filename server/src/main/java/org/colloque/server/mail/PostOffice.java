package org.colloque.server.mail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Json;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;

/** Takes letters in the transaction of what they tell of: both are kept, or neither. */
public final class PostOffice {
  /** The topic that wakes the worker. */
  static final String POSTED = "mail";

  /** What letters are encrypted for. */
  static final String PURPOSE = "outgoing mail";

  private final Kit kit;
  private final Settings settings;

  public PostOffice(Kit kit, Settings settings) {
    this.kit = kit;
    this.settings = settings;
  }

  /** Whether letters leave at all; without it the owner confirms accounts by hand. */
  public boolean isOpen() {
    return kit.config().smtp().isConfigured();
  }

  /**
   * Posts {@code letter} when {@code tx} commits; nothing happens on an instance without SMTP. The
   * value {@code instance} is filled in.
   *
   * @param locale the reader's language, as a tag
   */
  public void post(
      Tx tx, Letter letter, EmailAddress to, String locale, Map<String, String> values) {
    post(tx, letter, to, locale, values, Map.of());
  }

  /**
   * As above.
   *
   * @param headers further fields of the letter's head
   */
  public void post(
      Tx tx,
      Letter letter,
      EmailAddress to,
      String locale,
      Map<String, String> values,
      Map<String, String> headers) {
    if (!isOpen()) {
      return;
    }
    Map<String, String> all = new HashMap<>(values);
    all.put("instance", settings.current().title());
    Mail mail = letter.write(to.address(), Locale.forLanguageTag(locale), all, headers);
    MailQueries.insert(
        tx.sql(), kit.ids().next(), kit.secrets().encrypt(PURPOSE, Json.write(mail)), kit.now());
    kit.signals().send(tx, POSTED, "");
  }
}
