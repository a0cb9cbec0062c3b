package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code scripts/lakebeam} on one project, as people call it. */
final class CommandLine {
  private static final Path HOME = Path.of(System.getProperty("lakebeam.home"));

  private final Path projectFile;
  private final Map<String, String> environment;

  CommandLine(Path projectFile, Map<String, String> environment) {
    this.projectFile = projectFile;
    this.environment = environment;
  }

  /** What the build gives to a Flink cluster. */
  static String jobJar() {
    return HOME.resolve(Path.of("pipelines", "target", "lakebeam-job.jar")).toString();
  }

  /** Runs a verb that must succeed; what it printed. */
  String succeed(String[] there, String... verb) throws Exception {
    return run(0, there, verb);
  }

  /** Runs a verb that must fail; what it printed. */
  String fail(String[] there, String... verb) throws Exception {
    return run(1, there, verb);
  }

  private String run(int exitCode, String[] there, String... verb) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve(Path.of("scripts", "lakebeam")).toString());
    command.addAll(List.of(verb));
    command.addAll(List.of(there));
    command.add("--project=" + projectFile);
    command.add("--log=" + projectFile.resolveSibling("lakebeam.log"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s:%n%s", String.join(" ", command), out).isEqualTo(exitCode);
    return out;
  }
}
