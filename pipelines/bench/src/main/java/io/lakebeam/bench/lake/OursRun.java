package io.lakebeam.bench.lake;

import io.lakebeam.bench.measure.Measured;
import io.lakebeam.bench.measure.RunOptions;
import io.lakebeam.ingest.TopicIngest;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.RunnerName;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.common.TopicPartition;

/** Main class of a process that takes the topic in by what {@code lakebeam ingest} runs. */
public final class OursRun {
  private static final long POLL_MILLIS = 100;

  private OursRun() {}

  /**
   * Ingests, reads back, writes what was measured.
   *
   * @param arguments the file of {@link RunOptions}
   */
  public static void main(String[] arguments) throws Exception {
    Measured run = Measured.start();
    RunOptions options = RunOptions.read(Path.of(arguments[0]));
    Lake lake = Lake.at(options.warehouse().toString());
    TopicIngest ingest = ingest(options, lake).toEnd();
    Map<TopicPartition, Long> ends = ingest.ends();
    PipelineResult running =
        ingest.pipeline(RunnerName.FLINK, Duration.ofSeconds(options.commitSeconds())).run();
    double started = ownCpuSeconds();
    CompletableFuture<PipelineResult.State> end =
        CompletableFuture.supplyAsync(running::waitUntilFinish);
    awaitLast(ingest, ends, end);
    run.ingested(ownCpuSeconds() - started);
    // The peer's job is over before its table is read back; so is ours. How it has ended does not
    // matter: what it left is checked.
    end.handle((state, failure) -> state).join();
    run.readBack("lake", new CurrentTable(lake));
    run.readBack("lake", new CurrentTable(lake));
    run.write(options, "bucket-");
    Runtime.getRuntime().halt(0);
  }

  static TopicIngest ingest(RunOptions options, Lake lake) {
    TopicIngest ingest =
        TopicIngest.of(
            lake, options.kafka(), options.topic(), AccountTable.SOURCE, AccountTable.DEFINITION);
    return switch (options.tables()) {
      case "silver" -> ingest.currentAlone();
      case "full" -> ingest;
      default ->
          throw new IllegalArgumentException(
              "tables must be silver or full, found " + options.tables());
    };
  }

  private static void awaitLast(
      TopicIngest ingest,
      Map<TopicPartition, Long> ends,
      CompletableFuture<PipelineResult.State> end)
      throws InterruptedException {
    while (!ingest.reached(ends)) {
      if (end.isDone() && !ingest.reached(ends)) {
        throw new IllegalStateException("the pipeline has ended before its work: " + end.join());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static double ownCpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }
}
