package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process of ours that runs, and what it said. */
public final class RunningProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  /** Flink and Paimon reach into these, as scripts/lakebeam says. */
  private static final List<String> OPENED = List.of("nio", "lang", "util", "time");

  private static final Pattern CAUSE = Pattern.compile("^(Caused by: |[a-z][\\w.]+Exception: )");

  private final Process process;
  private final Path log;

  private RunningProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static RunningProcess start(Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    return start(ContractProcess.class.getName(), environment, log, arguments);
  }

  /**
   * Starts one, with this JVM's class path.
   *
   * @param log where it writes what it says, after what is there
   */
  public static RunningProcess start(
      String mainClass, Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(
        name -> command.add("--add-opens=java.base/java.%s=ALL-UNNAMED".formatted(name)));
    command.addAll(
        List.of(
            "-Xmx640m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dlakebeam.home=" + System.getProperty("lakebeam.home"),
            "-Djava.io.tmpdir=" + Files.createDirectories(log.resolveSibling("tmp"))));
    command.addAll(ClassArchive.options());
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new RunningProcess(builder.start(), log);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Fails the test where it ended by itself. */
  public void requireAlive() {
    assertThat(process.isAlive()).as("the process ended too early:%n%s", said()).isTrue();
  }

  /** {@code kill -9}, and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Waits until it has done its work. */
  void succeed() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("the process goes on and on:%n%s", said())
        .isTrue();
    String causes =
        said()
            .lines()
            .filter(line -> CAUSE.matcher(line).find())
            .distinct()
            .collect(Collectors.joining("\n"));
    assertThat(process.exitValue())
        .as("the process failed:%n%s%nIt said:%n%s", causes, said())
        .isZero();
  }

  /** Waits until it has given up; what it and, on Flink, the failed job's log say. */
  String fail() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("the process should end with an error, and goes on:%n%s", said())
        .isTrue();
    assertThat(process.exitValue()).as("the process should fail:%n%s", said()).isEqualTo(1);
    return said();
  }

  /** All that processes with this log have said so far. */
  public String said() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    kill();
  }
}
