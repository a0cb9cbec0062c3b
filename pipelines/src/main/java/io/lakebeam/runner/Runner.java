package io.lakebeam.runner;

import io.lakebeam.lake.WriteRecords;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What runs pipelines: a {@link RunnerName} with its defaults, or Flink as {@link OnFlink} sets it.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.create(runner.batch("shop-features"));
 * ...
 * PipelineResult result = runner.runToEnd(pipeline);
 * }</pre>
 */
public interface Runner {
  /** Options of a pipeline that ends by itself; {@link #runToEnd} waits for the end. */
  PipelineOptions batch(String job);

  /**
   * Options of a pipeline that runs until it is cancelled; running it returns at once.
   *
   * @param commitInterval how often it commits what it writes to the lake, see {@link #committing}
   * @throws RunnerException if a job of that name already runs where this one would
   */
  PipelineOptions streaming(String job, Duration commitInterval);

  /**
   * The same writing, committed once an interval in the way that suits this runner, in a pipeline
   * with its {@link #streaming} options.
   */
  default WriteRecords committing(WriteRecords write, Duration interval) {
    return write.withCommitInterval(org.joda.time.Duration.millis(interval.toMillis()));
  }

  /** Begins what every start here does first, beside what is done until a pipeline is made. */
  default void getReady() {}

  /** Whether jobs run in processes of their own, and go on when this JVM ends. */
  default boolean jobsOutliveThisProcess() {
    return false;
  }

  /** The running job of that name as a sentence's subject: its name, its id and where it runs. */
  default String describe(String job) {
    return "job " + job;
  }

  /**
   * Runs a pipeline made with {@link #batch} and waits for its end.
   *
   * @throws RunnerException if it ended in another way than done
   */
  default PipelineResult runToEnd(Pipeline pipeline) {
    PipelineResult result = pipeline.run();
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new RunnerException(
          "job %s has ended: %s; the runner's log says why"
              .formatted(pipeline.getOptions().getJobName(), state));
    }
    return result;
  }
}
