package io.lakebeam.contract;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.ingest.TopicIngest;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.OnFlink;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.values.Row;

/**
 * Main class of the process that is killed: takes the topic in until a file says that nothing more
 * comes and the lake has it all, or derives a table, and ends with 0; or says why it cannot, and
 * ends with 1. In between it answers, by another file, whether the lake has all that came.
 */
final class ContractProcess {
  static final TableName DERIVED = TableName.of("gold", "item_now");
  static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 300;

  private ContractProcess() {}

  /**
   * {@code ingest RUNNER KAFKA TOPIC ASKED STOP} or {@code derive RUNNER}; the lake is in the
   * environment.
   */
  public static void main(String[] arguments) {
    try {
      Lake lake = new Warehouse(System.getenv()).lake();
      Runner runner = runner(arguments[1]);
      if (arguments[0].equals("ingest")) {
        ingest(
            runner,
            TopicIngest.of(lake, arguments[2], arguments[3], Items.SOURCE, Items.DEFINITION),
            Path.of(arguments[4]),
            Path.of(arguments[5]));
      } else {
        derive(lake, runner);
      }
      // What is left of the pipeline is of no interest.
      Runtime.getRuntime().halt(0);
    } catch (Exception e) {
      System.err.println("failed: " + messages(e));
      Runtime.getRuntime().halt(1);
    }
  }

  static Runner runner(String name) {
    return switch (name) {
      case "direct" -> RunnerName.DIRECT;
      case "flink-local" -> RunnerName.FLINK;
      default ->
          OnFlink.cluster(name).withParallelism(1).withCheckpointInterval(Duration.ofSeconds(1));
    };
  }

  /**
   * Takes in what comes until {@code stop} is there and the lake has it all; {@code asked} is
   * deleted whenever the lake has all that there was.
   */
  private static void ingest(Runner runner, TopicIngest ingest, Path asked, Path stop)
      throws Exception {
    PipelineResult running = ingest.pipeline(runner, COMMIT_INTERVAL).run();
    CompletableFuture<PipelineResult.State> end =
        CompletableFuture.supplyAsync(running::waitUntilFinish);
    while (!Files.exists(stop) || !ingest.reached(ingest.ends())) {
      if (end.isDone()) {
        throw new IllegalStateException("the pipeline has ended: " + end.join());
      }
      if (Files.exists(asked) && ingest.reached(ingest.ends())) {
        Files.deleteIfExists(asked);
      }
      Thread.sleep(POLL_MILLIS);
    }
    if (runner.jobsOutliveThisProcess()) {
      running.cancel();
    }
  }

  /** A bounded write: the current table, deleted items as well, copied by key. */
  private static void derive(Lake lake, Runner runner) {
    List<String> columns = new ArrayList<>(Items.SOURCE.type().getFieldNames());
    columns.addAll(ChangeColumns.ORDER);
    Pipeline pipeline = Pipeline.create(runner.batch("derive"));
    pipeline
        .apply("Read", LakeIO.read(lake, Zones.current("item")).withColumns(columns).asRows())
        .apply(
            "Write",
            LakeIO.<Row>upsert(lake)
                .to(DERIVED)
                .withKey("id")
                .withOrder(ChangeColumns.ORDER.toArray(String[]::new)));
    runner.runToEnd(pipeline);
  }

  private static String messages(Throwable thrown) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      messages.append(cause).append('\n');
    }
    return messages.toString();
  }
}
