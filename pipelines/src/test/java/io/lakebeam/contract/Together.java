package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Two who write to one table. */
final class Together {
  private static final int ROUNDS = 2;

  private Together() {}

  /** The same ingest twice; a Flink cluster refuses the second by its name. */
  static void twoIngests(Scenario scenario) throws Exception {
    scenario.startIngest();
    scenario.streamUntil(scenario::hasCommitted);
    try (RunningProcess second = scenario.startAnother()) {
      if (scenario.runner() == RunnerKind.FLINK_CLUSTER) {
        assertThat(second.fail()).contains("already runs at");
        scenario.settle();
      } else {
        scenario.streamUntil(scenario.topic()::allSent);
        scenario.finish();
        second.succeed();
      }
    }
  }

  /** Every table is compacted fully, round after round, while the ingest writes. */
  static void maintained(Scenario scenario) throws Exception {
    scenario.startIngest();
    scenario.streamUntil(scenario::hasCommitted);
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger rounds = new AtomicInteger();
    CompletableFuture<Void> maintenance =
        CompletableFuture.runAsync(
            () -> {
              while (!isOver.get() || rounds.get() < ROUNDS) {
                maintain(scenario.lake().warehouse().lake());
                rounds.incrementAndGet();
              }
            });
    scenario.streamUntil(() -> scenario.topic().allSent() && rounds.get() >= ROUNDS);
    isOver.set(true);
    maintenance.get();
    scenario.settle();
  }

  private static void maintain(Lake lake) {
    for (TableName table : lake.tables()) {
      Maintenance.of(lake).compactingFully().withParallelism(1).run(table);
    }
  }
}
