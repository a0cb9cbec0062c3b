package io.lakebeam.runner;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one jar that a Flink cluster is given: this project and its libraries, without Flink. */
final class JobJar {
  private static final String NAME = "lakebeam-job.jar";

  private JobJar() {}

  /** The jar that this class was loaded from or, in a clone, the one that its build made. */
  static Path find() {
    Path ours = ours();
    if (ours.endsWith(NAME)) {
      return ours;
    }
    Path built =
        Path.of(System.getProperty("lakebeam.home", "."))
            .toAbsolutePath()
            .normalize()
            .resolve(Path.of("pipelines", "target", NAME));
    if (!Files.isRegularFile(built)) {
      throw new RunnerException(
          "%s is missing, which a Flink cluster is given; build it: ./mvnw -DskipTests package"
              .formatted(built));
    }
    return built;
  }

  private static Path ours() {
    try {
      return Path.of(JobJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this class was loaded from no file", e);
    }
  }
}
