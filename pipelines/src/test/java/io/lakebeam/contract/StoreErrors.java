package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.Zones;
import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An S3 store, or the lock database, that fails while an ingest writes. */
final class StoreErrors {
  private StoreErrors() {}

  /** The store makes the second commit, and every answer that says so is lost. */
  static void answerLost(Scenario scenario) throws Exception {
    FaultRule lost =
        scenario
            .lake()
            .proxy()
            .on(Requests.copy(scenario.lake().secondSnapshot()), Fault.dropAnswer());
    scenario.startIngest();
    scenario.streamUntil(() -> lost.applied() > 0);
    scenario.settle();
  }

  /** The session that holds the table's lock is ended in the middle of a commit. */
  static void lockLost(Scenario scenario) throws Exception {
    // Long enough to end the session meanwhile, on a slow machine too.
    FaultRule slow =
        scenario
            .lake()
            .proxy()
            .on(Requests.put("/silver.db/item/manifest/"), Fault.delay(Duration.ofSeconds(6)))
            .from(4)
            .times(1);
    scenario.startIngest();
    scenario.streamUntil(() -> slow.applied() > 0);
    scenario.servers().endLockSession("lakebeam silver.item");
    scenario.settle();
  }

  /** Errors, cuts and slow answers that pass: the ingest goes on by itself. */
  static void burst(Scenario scenario) throws Exception {
    FaultProxy proxy = scenario.lake().proxy();
    List<FaultRule> rules =
        List.of(
            proxy.on(Requests.put("/item/bucket-"), Fault.answer(503)).from(3).times(4),
            proxy.on(Requests.put("/item_history/bucket-"), Fault.cutInBody()).from(3).times(2),
            proxy.on(Requests.put("/item/manifest/"), Fault.answer(500)).from(4).times(2),
            proxy.on(Requests.copy(scenario.lake().secondSnapshot()), Fault.answer(503)).times(2),
            proxy.on(Requests.get("/manifest"), Fault.answer(503)).from(3).times(2),
            proxy
                .on(Requests.put("/positions/"), Fault.delay(Duration.ofSeconds(1)))
                .from(3)
                .times(3));
    RunningProcess ingest = scenario.startIngest();
    scenario.streamUntil(() -> rules.stream().allMatch(rule -> rule.applied() > 0));
    ingest.requireAlive();
    scenario.settle();
  }

  /**
   * No file can be written any more, and none that is committed can be read: the ingest ends with
   * an error that names the table, and a reader fails as well where it could have said "no rows".
   */
  static void withoutEnd(Scenario scenario) throws Exception {
    RunningProcess ingest = scenario.startIngest();
    scenario.streamUntil(scenario::hasCommitted);
    FaultRule refused =
        scenario.lake().proxy().on(Requests.put("/silver.db/item/bucket-"), Fault.answer(503));
    scenario.lake().proxy().on(Requests.get("/silver.db/item/bucket-"), Fault.answer(503));
    CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(scenario));
    if (scenario.runner() == RunnerKind.FLINK_CLUSTER) {
      scenario.streamUntil(() -> refused.applied() > 0);
      scenario.awaitJobRestart();
    } else {
      scenario.streamWhile(ingest::isAlive);
      assertThat(ingest.fail())
          .contains("table silver.item: rows could not be written to files in s3://", "503");
    }
    assertThatThrownBy(reader::get).hasStackTraceContaining("503");
    scenario.lake().proxy().heal();
    if (scenario.runner() != RunnerKind.FLINK_CLUSTER) {
      scenario.startIngest();
    }
    scenario.settle();
  }

  private static void read(Scenario scenario) {
    scenario
        .lake()
        .warehouse()
        .lake()
        .read(Zones.current("item"), List.of("id"))
        .forEach(row -> {});
  }
}
