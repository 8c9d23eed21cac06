package org.colloque.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.colloque.server.Config;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Sets the log up: to the standard output or, for commands, to the standard error. */
public final class Logs {

  /** Where the lines go. */
  public enum Target {
    STANDARD_OUTPUT("System.out"),
    STANDARD_ERROR("System.err");

    private final String stream;

    Target(String stream) {
      this.stream = stream;
    }
  }

  private Logs() {}

  /** Writes the log as the settings ask. */
  public static void configure(Config.Log settings, Target target) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      configure(context, settings, target);
    }
  }

  static void configure(LoggerContext context, Config.Log settings, Target target) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(target.stream);
    appender.setEncoder(encoder(context, settings.format()));
    appender.start();
    root.addAppender(appender);
    Level level = Level.valueOf(settings.level().name());
    // who gives a command wants its answer, not how the server talks
    boolean quiet = target == Target.STANDARD_ERROR && level == Level.INFO;
    root.setLevel(quiet ? Level.WARN : level);
    // the libraries' own talk, of use only when one of them misbehaves
    context.getLogger("io.netty").setLevel(Level.WARN);
    // it writes whole letters, with the links that open accounts (reliability.md, C55)
    context.getLogger("io.vertx.ext.mail").setLevel(Level.WARN);
    context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
    context.getLogger("org.jooq").setLevel(Level.WARN);
    // it warns of every PostgreSQL before the newest; those from 15 on are welcome here
    context
        .getLogger("org.jooq.impl.DefaultExecuteContext.logVersionSupport")
        .setLevel(Level.ERROR);
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    context.getLogger("org.flywaydb.core.internal.command.DbMigrate").setLevel(root.getLevel());
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, Config.LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> new TextEncoder();
          case JSON -> new JsonEncoder();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
