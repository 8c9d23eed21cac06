package org.colloque.server.rig;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.Config;

/** A real SMTP server in this process that keeps what it gets. */
public final class Mailbox implements AutoCloseable {
  /** Whom the letters come from. */
  public static final String FROM = "colloque@mail.example";

  private static final Pattern LINK = Pattern.compile("http://localhost:\\d+(/\\S+)");

  private static final Pattern NUMBER = Pattern.compile("\\.(\\d+)@");

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  public Mailbox() {
    server.start();
  }

  /** A letter as it arrived. */
  public record Letter(String to, String subject, String text, String raw) {
    /** The path that the first link in it leads to. */
    public String link() {
      Matcher matcher = LINK.matcher(text);
      if (!matcher.find()) {
        throw new IllegalStateException("no link in: " + text);
      }
      return matcher.group(1);
    }
  }

  /** A configuration that sends letters here. */
  public UnaryOperator<Config> config() {
    Config.Smtp smtp =
        new Config.Smtp("127.0.0.1", server.getSmtp().getPort(), "", "", Config.SmtpTls.NONE, FROM);
    return config ->
        new Config(
            config.publicUrl(),
            config.listen(),
            config.dataFolder(),
            config.database(),
            config.embedded(),
            smtp,
            config.trustedProxies(),
            config.federation(),
            config.secretKeyFile(),
            config.log(),
            config.metrics(),
            config.media(),
            config.workers());
  }

  /** All letters so far, in the order of arrival. */
  public List<Letter> letters() {
    return Arrays.stream(server.getReceivedMessages())
        .sorted(Comparator.comparingLong(Mailbox::number))
        .map(Mailbox::letter)
        .toList();
  }

  /** The latest letter. */
  public Letter last() {
    return letters().getLast();
  }

  /** From now on the server does not answer. */
  public void goDown() {
    server.stop();
  }

  /** The server keeps a folder for each reader; the sender numbers what it sends. */
  private static long number(MimeMessage message) {
    try {
      Matcher matcher = NUMBER.matcher(message.getMessageID());
      if (!matcher.find()) {
        throw new IllegalStateException("no number in " + message.getMessageID());
      }
      return Long.parseLong(matcher.group(1));
    } catch (MessagingException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Letter letter(MimeMessage message) {
    try {
      // multipart/alternative: the plain text comes first
      Object content = message.getContent();
      String text =
          content instanceof jakarta.mail.Multipart parts
              ? parts.getBodyPart(0).getContent().toString()
              : content.toString();
      return new Letter(
          message.getAllRecipients()[0].toString(),
          message.getSubject(),
          text,
          GreenMailUtil.getWholeMessage(message));
    } catch (MessagingException | java.io.IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
