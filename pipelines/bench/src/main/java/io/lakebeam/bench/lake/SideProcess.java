package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A run of one side, in a JVM of its own with a class path of its own. */
final class SideProcess {
  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.net", "java.nio", "java.time", "java.util", "java.util.concurrent");

  private final Path folder;
  private final String classPath;
  private final List<String> jvmOptions;

  /**
   * Runs in {@code folder}.
   *
   * @param jvmOptions the same for all sides, and then what the user adds
   */
  SideProcess(Path folder, String classPath, List<String> jvmOptions) {
    this.folder = folder;
    this.classPath = classPath;
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  /**
   * Runs {@code side} to its end.
   *
   * @return what it measured
   * @throws IllegalStateException if it fails or takes too long; the message names its log
   */
  Properties run(Side side, RunOptions options, long timeoutSeconds)
      throws IOException, InterruptedException {
    Path optionsFile = folder.resolve("options.properties");
    options.write(optionsFile);
    Path log = folder.resolve("run.log");
    Process process =
        new ProcessBuilder(command(side, optionsFile))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      System.err.printf("  %s: process %d, log %s%n", side.title(), process.pid(), log);
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "%s took more than %d s; its log is %s".formatted(side.title(), timeoutSeconds, log));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.exists(options.result())) {
      throw new IllegalStateException(
          "%s ended with code %d; its log is %s".formatted(side.title(), process.exitValue(), log));
    }
    Properties result = new Properties();
    try (Reader reader = Files.newBufferedReader(options.result())) {
      result.load(reader);
    }
    return result;
  }

  private List<String> command(Side side, Path optionsFile) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(
        name -> {
          command.add("--add-opens");
          command.add("java.base/" + name + "=ALL-UNNAMED");
        });
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath);
    command.add(side.mainClass());
    command.add(optionsFile.toString());
    return command;
  }
}
