package io.lakebeam.contract;

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
    scenario.finish();
  }

  /** The ingest once more when there is nothing new; a bounded write twice at once, then again. */
  static void started(Scenario scenario) throws Exception {
    scenario.startIngest();
    scenario.finish();
    scenario.startIngest();
    scenario.finish();
    try (RunningProcess one = scenario.startDeriving();
        RunningProcess other = scenario.startDeriving()) {
      one.succeed();
      other.succeed();
    }
    try (RunningProcess again = scenario.startDeriving()) {
      again.succeed();
    }
  }
}
