package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import java.util.List;
import java.util.stream.Stream;

/** What comes twice: events, and starts. */
final class Again {
  private static final int SLICE = 800;

  private Again() {}

  /** Older events come again after newer ones, in another order and under new offsets. */
  static void slice(Scenario scenario) throws Exception {
    scenario.startIngest();
    scenario.streamUntil(scenario::hasCommitted);
    scenario.topic().sendAgain(SLICE, 1);
    scenario.streamUntil(scenario.topic()::allSent);
    scenario.topic().sendAgain(SLICE, 2);
    scenario.settle();
  }

  /** The ingest once more when there is nothing new; a bounded write twice at once, then again. */
  static void started(Scenario scenario) throws Exception {
    scenario.startIngest();
    scenario.finish();
    List<Long> before = snapshots(scenario);
    scenario.startIngest();
    scenario.finish();
    assertThat(snapshots(scenario)).as("commits without anything new").isEqualTo(before);
    try (RunningProcess one = scenario.startDeriving();
        RunningProcess other = scenario.startDeriving()) {
      one.succeed();
      other.succeed();
    }
    try (RunningProcess again = scenario.startDeriving()) {
      again.succeed();
    }
  }

  private static List<Long> snapshots(Scenario scenario) {
    Lake lake = scenario.lake().warehouse().lake();
    return Stream.of(Zones.bronze("item"), Zones.history("item"), Zones.current("item"))
        .map(lake::snapshot)
        .toList();
  }
}
