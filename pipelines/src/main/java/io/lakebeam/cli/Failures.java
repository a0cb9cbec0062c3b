package io.lakebeam.cli;

import io.lakebeam.pull.PullException;
import io.lakebeam.quickstart.QuickstartException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed verb says and which exit code it ends with. */
final class Failures {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** Failed, but the same command may work a little later (EX_TEMPFAIL of sysexits.h). */
  static final int WORTH_A_RETRY = 75;

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * Prints the failure's one message, with its stack trace where that was asked for, and returns
   * the exit code.
   */
  static int report(Throwable failure, Console console, boolean verbose, Optional<Path> logFile) {
    LOG.error("Failed", failure);
    String where =
        isForPeople(failure) || logFile.isEmpty() ? "" : " (more in " + logFile.get() + ")";
    console.error("lakebeam: " + message(failure) + where + (verbose ? "\n" + trace(failure) : ""));
    return isWorthRetry(failure) ? WORTH_A_RETRY : FAILED;
  }

  private static boolean isWorthRetry(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PullException pull) {
        return pull.isWorthRetry();
      }
    }
    return failure instanceof QuickstartException quickstart && quickstart.isWorthRetry();
  }

  private static String message(Throwable failure) {
    if (failure instanceof InterruptedException) {
      return "stopped";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isForPeople(cause) && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    Throwable told = failure;
    while (told.getMessage() == null && told.getCause() != null) {
      told = told.getCause();
    }
    return isForPeople(told) || told.getMessage() == null
        ? String.valueOf(told.getMessage() == null ? told.getClass().getName() : told.getMessage())
        : told.getMessage() + " [" + told.getClass().getSimpleName() + "]";
  }

  /** Whether the message was written to be shown as it is. */
  private static boolean isForPeople(Throwable failure) {
    return failure instanceof QuickstartException
        || failure instanceof InterruptedException
        || failure.getClass().getName().startsWith("io.lakebeam.");
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
