package org.colloque.server.rig;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.colloque.server.Config;
import org.colloque.server.logging.Logs;
import org.slf4j.LoggerFactory;

/**
 * Reads what the servers of this process write to the log, at its finest, and what else warns
 * there; nothing is printed.
 */
public final class LogBook implements AutoCloseable {
  private static final String OURS = "org.colloque";

  private final Consumer<String> reader;
  private final Listener listener = new Listener();

  /**
   * @param reader of each line, with what was thrown
   */
  public LogBook(Consumer<String> reader) {
    this.reader = reader;
    // so much is read here and not printed; what is beside the servers talks more than they do
    root().detachAndStopAllAppenders();
    root().setLevel(Level.WARN);
    logger(OURS).setLevel(Level.DEBUG);
    listener.start();
    root().addAppender(listener);
  }

  private final class Listener extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent line) {
      reader.accept(
          line.getThrowableProxy() == null
              ? line.getFormattedMessage()
              : line.getFormattedMessage() + ThrowableProxyUtil.asString(line.getThrowableProxy()));
    }
  }

  private static Logger root() {
    return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Override
  public void close() {
    root().detachAppender(listener);
    logger(OURS).setLevel(null);
    Logs.configure(
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO), Logs.Target.STANDARD_OUTPUT);
  }
}
