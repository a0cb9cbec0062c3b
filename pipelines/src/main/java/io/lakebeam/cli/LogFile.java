package io.lakebeam.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where all logging goes: nowhere at first ({@code logback.xml}), then to one file, once a verb
 * knows its working directory ({@code log-to-file.xml}). Never to the console.
 */
final class LogFile {
  private LogFile() {}

  /** Catches what is logged by java.util.logging, too. */
  static void takeOver() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Sends all logging to that file. */
  static void open(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.putProperty("LOG_FILE", file.toString());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(
          Objects.requireNonNull(LogFile.class.getResource("log-to-file.xml")));
    } catch (JoranException e) {
      throw new IllegalStateException("log-to-file.xml cannot be used", e);
    }
  }
}
