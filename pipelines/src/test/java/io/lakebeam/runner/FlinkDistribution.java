package io.lakebeam.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Flink's distribution on this machine, as {@code scripts/servers/flink} brings it: the JVMs of its
 * programs are started here as its own shell scripts start them.
 */
final class FlinkDistribution {
  private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";

  /** What the distribution's own configuration opens for Java 17. */
  private static final List<String> OPENED =
      List.of(
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.text=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

  private final Path home;

  private FlinkDistribution(Path home) {
    this.home = home;
  }

  /** Brings it here where it is not; where that cannot be, the test is skipped (in CI: fails). */
  static FlinkDistribution obtain() throws Exception {
    String script =
        Path.of(System.getProperty("lakebeam.home"), "scripts", "servers", "flink").toString();
    ProcessBuilder builder = new ProcessBuilder(script);
    File errors = File.createTempFile("servers-flink", ".err");
    Process process = builder.redirectError(errors).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String reason = Files.readString(errors.toPath());
    assertThat(errors.delete()).isTrue();
    if (process.waitFor() != 0) {
      assertThat(System.getenv("CI"))
          .as("In CI a Flink distribution is a must: %s", reason)
          .isNull();
      abort("no Flink distribution: " + reason.strip());
    }
    return new FlinkDistribution(Path.of(out.strip()));
  }

  /** The command that starts one of its classes, with options for the JVM before it. */
  List<String> java(List<String> jvmOptions, String mainClass, String... arguments) {
    return java(home.resolve("lib") + "/*", jvmOptions, mainClass, arguments);
  }

  private static List<String> java(
      String classPath, List<String> jvmOptions, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENED);
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * What the distribution's own scripts ask before they start a server.
   *
   * @param command {@code GET_JM_RESOURCE_PARAMS} or {@code GET_TM_RESOURCE_PARAMS}
   * @return the options of the JVM, then the arguments of the program
   */
  List<List<String>> resourceParameters(String command, Path configuration)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                java(
                    home.resolve("bin") + "/*" + File.pathSeparator + home.resolve("lib") + "/*",
                    List.of("-Xmx256m"),
                    "org.apache.flink.runtime.util.bash.BashJavaUtils",
                    command,
                    "--configDir",
                    configuration.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<List<String>> results =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(RESULT))
            .map(line -> line.substring(RESULT.length()).strip().split(" +"))
            .map(Arrays::asList)
            .toList();
    assertThat(process.waitFor()).as(command).isZero();
    assertThat(results).as(command).hasSize(2);
    return results;
  }
}
