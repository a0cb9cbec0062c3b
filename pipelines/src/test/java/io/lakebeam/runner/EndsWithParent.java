package io.lakebeam.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that is killed when this JVM ends, however it ends: a shell waits for the end of its
 * standard input.
 */
final class EndsWithParent implements AutoCloseable {
  private static final String SCRIPT =
      "log=$1; shift; \"$@\" </dev/null >>\"$log\" 2>&1 & echo $!; cat; kill -9 $!";

  private final Process shell;
  private final ProcessHandle process;

  private EndsWithParent(Process shell, ProcessHandle process) {
    this.shell = shell;
    this.process = process;
  }

  static EndsWithParent start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", log.toString()));
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process shell = builder.start();
    String pid =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return new EndsWithParent(shell, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}, and waits for the end. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    shell.destroyForcibly();
  }
}
