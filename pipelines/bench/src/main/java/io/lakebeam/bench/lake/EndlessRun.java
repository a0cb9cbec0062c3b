package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.MemorySamples;
import io.lakebeam.bench.measure.RunOptions;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;

/** Main class of a process that takes the topic in until it is ended; it samples its memory. */
public final class EndlessRun {
  private EndlessRun() {}

  /**
   * Ingests.
   *
   * @param arguments the file of {@link RunOptions}, whose result file takes the samples
   */
  public static void main(String[] arguments) throws Exception {
    RunOptions options = RunOptions.read(Path.of(arguments[0]));
    Pipeline pipeline =
        OursRun.ingest(options, Lake.at(options.warehouse().toString()))
            .pipeline(RunnerName.FLINK, Duration.ofSeconds(options.commitSeconds()));
    MemorySamples.start(options.result());
    System.err.println("The pipeline has ended: " + pipeline.run().waitUntilFinish());
    System.exit(1);
  }
}
