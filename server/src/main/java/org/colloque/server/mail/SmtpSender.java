package org.colloque.server.mail;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.colloque.server.Config;

/** Hands one letter to the SMTP server and waits for its word. */
final class SmtpSender {
  /** How long the whole dialogue with the SMTP server may take. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the SMTP server said. */
  sealed interface Outcome {
    record Sent() implements Outcome {}

    /** Refused for good (RFC 5321, section 4.2.1: 5yz). */
    record Refused(String reason) implements Outcome {}

    /** May work later. */
    record Failed(String reason) implements Outcome {}
  }

  private final MailClient client;
  private final String from;

  SmtpSender(Vertx vertx, Config.Smtp smtp, String ownHostname) {
    this.from = smtp.from();
    this.client = MailClient.create(vertx, options(smtp, ownHostname));
  }

  Outcome send(Mail mail, String sender) {
    MailMessage message =
        new MailMessage()
            .setFrom(sender.isEmpty() ? from : sender + " <" + from + ">")
            .setTo(mail.to())
            .setSubject(mail.subject())
            .setText(mail.text())
            .setHtml(mail.html())
            // RFC 3834: no out-of-office answers to these
            .addHeader("Auto-Submitted", "auto-generated");
    mail.headers().forEach(message::addHeader);
    try {
      client
          .sendMail(message)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Outcome.Sent();
    } catch (ExecutionException failure) {
      boolean forGood = failure.getCause() instanceof SMTPException smtp && smtp.isPermanent();
      return forGood ? new Outcome.Refused(reason(failure)) : new Outcome.Failed(reason(failure));
    } catch (TimeoutException _) {
      return new Outcome.Failed("no answer within " + PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("stopped");
    }
  }

  private static String reason(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  private static MailConfig options(Config.Smtp smtp, String ownHostname) {
    MailConfig config =
        new MailConfig()
            .setHostname(smtp.host())
            .setPort(smtp.port())
            .setOwnHostname(ownHostname)
            .setKeepAlive(false)
            .setMaxPoolSize(1);
    switch (smtp.tls()) {
      case NONE -> config.setStarttls(StartTLSOptions.DISABLED);
      case STARTTLS -> config.setStarttls(StartTLSOptions.REQUIRED);
      case TLS -> config.setStarttls(StartTLSOptions.DISABLED).setSsl(true);
    }
    if (smtp.user().isEmpty()) {
      return config.setLogin(LoginOption.DISABLED);
    }
    return config
        .setLogin(LoginOption.REQUIRED)
        .setUsername(smtp.user())
        .setPassword(smtp.password());
  }
}
