package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

class RunnerThreadsTest {
  private static final CountDownLatch AT_WORK = new CountDownLatch(1);
  private static final CountDownLatch RETURNED = new CountDownLatch(1);
  private static volatile boolean hasEnded;

  /** Fails while another worker is at work. */
  static final class Fail extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String element) throws InterruptedException {
      AT_WORK.await();
      throw new IllegalStateException(element);
    }
  }

  /** Goes on until after the pipeline's failure is known. */
  static final class Work extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() throws InterruptedException {
      AT_WORK.countDown();
      RETURNED.await();
      hasEnded = true;
    }
  }

  @Test
  void theOtherWorkersOfAFailedPipelineAreWaitedFor() throws Exception {
    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    pipeline.apply("A", Create.of("it fails")).apply("Fail", ParDo.of(new Fail()));
    pipeline.apply("B", Create.of("it works")).apply("Work", ParDo.of(new Work()));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish()).hasStackTraceContaining("it fails");
    List<Thread> left = RunnerThreads.workers();
    boolean wasAtWork = !hasEnded;
    RETURNED.countDown();
    RunnerThreads.awaitEnd("a test");

    assertThat(left).isNotEmpty();
    assertThat(wasAtWork).isTrue();
    assertThat(hasEnded).isTrue();
    assertThat(RunnerThreads.workers()).isEmpty();
  }
}
