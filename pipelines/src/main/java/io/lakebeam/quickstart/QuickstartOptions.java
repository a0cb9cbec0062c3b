package io.lakebeam.quickstart;

import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param example the example's folder
 * @param workdir the directory that everything is written to
 * @param data another CSV in place of the example's
 * @param rows how many of the data's first rows to use, at most
 * @param seed of the data's story, the split and the training
 * @param runner what runs the pipelines
 * @param ports of the servers
 * @param keepServers whether the servers stay when all is done
 * @param codeVersion what made the results
 */
public record QuickstartOptions(
    Path example,
    Path workdir,
    Optional<Path> data,
    long rows,
    long seed,
    RunnerName runner,
    ServerPorts ports,
    boolean keepServers,
    String codeVersion) {
  /** All rows of the data. */
  public static final long ALL_ROWS = Long.MAX_VALUE;

  /** Checks what can be checked without looking at files. */
  public QuickstartOptions {
    Objects.requireNonNull(example, "example");
    Objects.requireNonNull(workdir, "workdir");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(runner, "runner");
    Objects.requireNonNull(ports, "ports");
    Objects.requireNonNull(codeVersion, "codeVersion");
    if (rows < 1) {
      throw new IllegalArgumentException("--rows must be 1 or more, was " + rows);
    }
  }
}
