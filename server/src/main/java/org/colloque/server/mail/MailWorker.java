package org.colloque.server.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.instance.Settings;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the letters that wait, one at a time, each at least once. What the SMTP server refuses for
 * good, or has not taken after {@link #ATTEMPTS} attempts, is dropped with a line in the log.
 */
public final class MailWorker implements Worker {
  /** With doubling pauses from {@link #FIRST_PAUSE} on: some 34 hours in all. */
  static final int ATTEMPTS = 12;

  static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  /** After so long a letter whose worker died is sent by another. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(MailWorker.class);

  private final Kit kit;
  private final Settings settings;
  private final @Nullable SmtpSender sender;

  public MailWorker(Kit kit, Settings settings) {
    this.kit = kit;
    this.settings = settings;
    this.sender =
        kit.config().smtp().isConfigured()
            ? new SmtpSender(
                kit.vertx(), kit.config().smtp(), kit.urls().host().replaceFirst(":\\d+$", ""))
            : null;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(30);
  }

  @Override
  public String wakenBy() {
    return PostOffice.POSTED;
  }

  @Override
  public boolean work() {
    SmtpSender smtp = sender;
    if (smtp == null) {
      return false;
    }
    MailQueries.@Nullable Taken taken =
        kit.db()
            .as(Viewer.stranger(), tx -> MailQueries.take(tx.sql(), kit.now(), LEASE).orElse(null));
    if (taken == null) {
      return false;
    }
    SmtpSender.Outcome outcome = smtp.send(open(taken), senderName(settings.current().title()));
    kit.db().doAs(Viewer.stranger(), tx -> settle(tx.sql(), taken, outcome));
    return true;
  }

  private void settle(
      org.jooq.DSLContext sql, MailQueries.Taken taken, SmtpSender.Outcome outcome) {
    switch (outcome) {
      case SmtpSender.Outcome.Sent _ -> MailQueries.delete(sql, taken.id());
      case SmtpSender.Outcome.Refused refused -> {
        LOG.warn("the SMTP server refused letter {}: {}", taken.id(), refused.reason());
        MailQueries.delete(sql, taken.id());
      }
      case SmtpSender.Outcome.Failed failed when taken.attempts() >= ATTEMPTS -> {
        LOG.warn("letter {} could not be sent and is dropped: {}", taken.id(), failed.reason());
        MailQueries.delete(sql, taken.id());
      }
      case SmtpSender.Outcome.Failed failed -> {
        LOG.warn("letter {} waits for a later attempt: {}", taken.id(), failed.reason());
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (taken.attempts() - 1));
        MailQueries.retryAt(sql, taken.id(), kit.now().plus(pause));
      }
    }
  }

  private Mail open(MailQueries.Taken taken) {
    try {
      return Json.MAPPER.readValue(
          kit.secrets().decrypt(PostOffice.PURPOSE, taken.sealed()), Mail.class);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The instance's name where it needs no quoting in a header, else nothing. */
  static String senderName(String title) {
    return title.matches("[\\p{L}\\p{M}\\p{N} '’_-]+") ? title : "";
  }
}
