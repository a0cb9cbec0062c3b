package io.lakebeam.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The terminal, or what stands in its place; nothing else writes to it.
 *
 * <p>Results go to standard output; progress and errors go to standard error. A line that is
 * rewritten in place is shown on terminals only, and is out of the way before anything else is
 * printed.
 */
public final class Console {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private boolean statusShown;

  Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Takes this process's console. Whatever a library prints from now on goes to the log instead, so
   * that {@code --json} stays one object.
   */
  static Console ofThisProcess() {
    Console console = new Console(System.out, System.err, Boolean.getBoolean("lakebeam.terminal"));
    System.setOut(logging("stdout"));
    System.setErr(logging("stderr"));
    return console;
  }

  /** Whether standard error is a terminal: the launcher says so, Java itself cannot tell. */
  public boolean hasTerminal() {
    return terminal;
  }

  /** For help texts, which picocli writes. */
  PrintWriter resultWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** For what picocli itself has to complain about. */
  PrintWriter errorWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Prints a result. */
  public synchronized void result(String text) {
    clearStatus();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
  }

  /** Prints an error: one clear message. */
  public synchronized void error(String message) {
    clearStatus();
    err.print(message.stripTrailing() + "\n");
    err.flush();
  }

  /** Prints a line of progress that stays. */
  public synchronized void progress(String line) {
    clearStatus();
    err.print(line + "\n");
    err.flush();
  }

  /** Shows a line that the next output replaces; only on a terminal. */
  public synchronized void status(String line) {
    if (terminal) {
      err.print(CLEAR_LINE + line);
      err.flush();
      statusShown = true;
    }
  }

  private void clearStatus() {
    if (statusShown) {
      err.print(CLEAR_LINE);
      statusShown = false;
    }
  }

  private static PrintStream logging(String name) {
    OutputStream lines = new LoggedLines(name);
    return new PrintStream(lines, true, StandardCharsets.UTF_8);
  }
}
