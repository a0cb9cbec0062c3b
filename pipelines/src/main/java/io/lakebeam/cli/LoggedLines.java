package io.lakebeam.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** A stream whose lines become log lines. */
final class LoggedLines extends OutputStream {
  private final String logger;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LoggedLines(String logger) {
    this.logger = logger;
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    // Looked up late: logging is set up after the console.
    LoggerFactory.getLogger(logger)
        .info("{}", line.toString(StandardCharsets.UTF_8).stripTrailing());
    line.reset();
  }
}
