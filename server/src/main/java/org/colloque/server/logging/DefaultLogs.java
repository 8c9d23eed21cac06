package org.colloque.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.colloque.server.Config;

/**
 * What logback finds before the settings are read; instead of a file, which costs start-up time.
 */
public final class DefaultLogs extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logs.configure(
        context,
        new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO),
        Logs.Target.STANDARD_OUTPUT);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
