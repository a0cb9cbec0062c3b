package io.lakebeam.bench.freshness;

import io.lakebeam.bench.measure.MemorySamples;
import io.lakebeam.cli.Lakebeam;
import java.nio.file.Path;
import java.util.Arrays;

/** Main class of a process that is {@code lakebeam} and samples its memory. */
public final class FreshnessRun {
  private FreshnessRun() {}

  /**
   * Runs a verb.
   *
   * @param arguments the file for the samples, then what {@code lakebeam} takes
   */
  public static void main(String[] arguments) throws Exception {
    MemorySamples.start(Path.of(arguments[0]));
    Lakebeam.main(Arrays.copyOfRange(arguments, 1, arguments.length));
  }
}
