package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.OursJava;
import io.lakebeam.bench.measure.RunOptions;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A run of one side, in a JVM of its own with a class path of its own. */
final class SideProcess {
  private static final long TIMEOUT_SECONDS = 3_600;
  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.net", "java.nio", "java.time", "java.util", "java.util.concurrent");

  private final Path folder;
  private final String heap;

  /**
   * Runs in {@code folder}.
   *
   * @param heap the most heap, as -Xmx takes it; the same for all sides
   */
  SideProcess(Path folder, String heap) {
    this.folder = folder;
    this.heap = heap;
  }

  /**
   * Runs {@code side} to its end.
   *
   * @return what it measured
   * @throws IllegalStateException if it fails or takes too long; the message names its log
   */
  Properties run(Side side, RunOptions options) throws IOException, InterruptedException {
    Process process = start(side, side.mainClass(), options);
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "%s took more than %d s; its log is %s"
                .formatted(side.title(), TIMEOUT_SECONDS, log()));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.exists(options.result())) {
      throw new IllegalStateException(
          "%s ended with code %d; its log is %s"
              .formatted(side.title(), process.exitValue(), log()));
    }
    Properties result = new Properties();
    try (Reader reader = Files.newBufferedReader(options.result())) {
      result.load(reader);
    }
    return result;
  }

  /** Starts ours without an end; the caller destroys the process. */
  Process startEndless(Side side, RunOptions options) throws IOException, InterruptedException {
    return start(side, "io.lakebeam.bench.lake.EndlessRun", options);
  }

  /** What the process says. */
  Path log() {
    return folder.resolve("run.log");
  }

  private Process start(Side side, String mainClass, RunOptions options)
      throws IOException, InterruptedException {
    Path optionsFile = folder.resolve("options.properties");
    options.write(optionsFile);
    Process process =
        new ProcessBuilder(command(side, mainClass, optionsFile))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    System.err.printf(
        "  %s: process %d, log %s, load before %.1f%n",
        side.title(),
        process.pid(),
        log(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return process;
  }

  private List<String> command(Side side, String mainClass, Path optionsFile)
      throws IOException, InterruptedException {
    List<String> command = side == Side.PEER ? peerJava() : OursJava.command();
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heap);
    options.add("-Dlogback.configurationFile=bench-logback.xml");
    // A run is ended without ceremony: what Flink leaves behind is emptied with the folder.
    options.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    String added = System.getenv("LAKEBEAM_JAVA_OPTS");
    if (added != null && !added.isBlank()) {
      options.addAll(List.of(added.strip().split(" +")));
    }
    command.addAll(command.indexOf("-cp"), options);
    command.add(mainClass);
    command.add(optionsFile.toString());
    return command;
  }

  private static List<String> peerJava() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(
        name -> {
          command.add("--add-opens");
          command.add("java.base/" + name + "=ALL-UNNAMED");
        });
    command.add("-XX:+UseParallelGC");
    command.add("-cp");
    command.add(peerClassPath());
    return command;
  }

  /** The peer is built when it is asked for; none of its jars is on our class path. */
  private static String peerClassPath() throws IOException {
    Path target =
        Path.of(System.getProperty("lakebeam.home"), "pipelines", "bench", "peer", "target");
    Path file = target.resolve("classpath");
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "the peer is not built: %s is missing; scripts/bench builds it".formatted(file));
    }
    return target.resolve("classes") + ":" + Files.readString(file);
  }
}
