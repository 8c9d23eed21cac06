package org.colloque.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A line for people: when, how bad, where from, which request, what. */
final class TextEncoder extends EncoderBase<ILoggingEvent> {
  static final String REQUEST = "request";
  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String name = event.getLoggerName();
    String request = event.getMDCPropertyMap().get(REQUEST);
    StringBuilder line = new StringBuilder(120);
    line.append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(event.getLevel().levelStr)
        .append(' ')
        .append(name.substring(name.lastIndexOf('.') + 1))
        .append(request == null ? "" : " [" + SafeText.of(request) + "]")
        .append(": ")
        .append(SafeText.of(event.getFormattedMessage()))
        .append('\n');
    if (event.getThrowableProxy() != null) {
      ErrorText.lines(event.getThrowableProxy()).forEach(text -> line.append(text).append('\n'));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
