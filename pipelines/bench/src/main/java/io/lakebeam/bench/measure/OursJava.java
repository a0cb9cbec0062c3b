package io.lakebeam.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM as the launcher starts it, with the benchmark's classes behind its own. */
public final class OursJava {
  private OursJava() {}

  /**
   * The JVM and its options, the class path last; the main class and its arguments are to follow.
   *
   * @throws IllegalStateException if the launcher failed
   */
  public static List<String> command() throws IOException, InterruptedException {
    Path launcher = Path.of(System.getProperty("lakebeam.home"), "scripts", "lakebeam");
    ProcessBuilder print =
        new ProcessBuilder(launcher.toString(), "--print-java")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    print.environment().remove("LAKEBEAM_JAVA_OPTS");
    Process printing = print.start();
    List<String> command = new ArrayList<>();
    try (BufferedReader lines = printing.inputReader(UTF_8)) {
      lines.lines().forEach(command::add);
    }
    if (printing.waitFor() != 0) {
      throw new IllegalStateException(launcher + " failed, see above");
    }
    int last = command.size() - 1;
    command.set(last, command.get(last) + ":" + System.getProperty("java.class.path"));
    return command;
  }
}
