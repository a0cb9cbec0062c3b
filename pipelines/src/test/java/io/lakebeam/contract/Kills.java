package io.lakebeam.contract;

/** Processes that are killed (-9) and started again. */
final class Kills {
  private Kills() {}

  /** The process that runs the ingest's steps is killed where it stands. */
  static void worker(Scenario scenario, Point point) throws Exception {
    try (HeldPoint held = scenario.lake().hold(point)) {
      scenario.startIngest();
      scenario.streamUntil(held::isReached);
      scenario.killWorker();
    }
    scenario.startWorkerAgain();
    scenario.settle();
  }

  /**
   * Flink's JobManager and the client are killed: the job is forgotten, and a TaskManager that
   * stands at the point is told to give up while the job is submitted anew.
   */
  static void jobManager(Scenario scenario, Point point) throws Exception {
    try (HeldPoint held = scenario.lake().hold(point)) {
      RunningProcess client = scenario.startIngest();
      scenario.streamUntil(held::isReached);
      client.kill();
      scenario.cluster().killJobManager();
    }
    scenario.cluster().startJobManager();
    scenario.cluster().awaitTaskManagers(1);
    scenario.startIngest();
    scenario.settle();
  }
}
