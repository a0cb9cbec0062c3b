package io.lakebeam.contract;

import java.util.Locale;

/** What goes wrong, on which runners and stores it can, and how it is done. */
enum FaultKind {
  KILL_BEFORE_FILE(Where.EVERYWHERE),
  KILL_BEFORE_COMMIT(Where.EVERYWHERE),
  KILL_AFTER_COMMIT(Where.EVERYWHERE),
  KILL_JOBMANAGER_BEFORE_FILE(Where.CLUSTER),
  KILL_JOBMANAGER_BEFORE_COMMIT(Where.CLUSTER),
  KILL_JOBMANAGER_AFTER_COMMIT(Where.CLUSTER),
  ANSWER_LOST(Where.S3),
  LOCK_LOST(Where.S3),
  STORE_ERRORS(Where.S3),
  STORE_DOWN(Where.S3),
  DISK_FULL(Where.DISK),
  TWO_INGESTS(Where.EVERYWHERE),
  MAINTAINED(Where.EVERYWHERE),
  SLICE_AGAIN(Where.EVERYWHERE),
  STARTED_AGAIN(Where.EVERYWHERE);

  /** Where a fault can be had. */
  private enum Where {
    EVERYWHERE,
    CLUSTER,
    S3,
    DISK
  }

  private final Where where;

  FaultKind(Where where) {
    this.where = where;
  }

  boolean appliesTo(RunnerKind runner, StoreKind store) {
    return switch (where) {
      case EVERYWHERE -> true;
      case CLUSTER -> runner == RunnerKind.FLINK_CLUSTER;
      case S3 -> store != StoreKind.DISK;
      case DISK -> store == StoreKind.DISK;
    };
  }

  /** Faults that only a cluster has need not meet every store one by one, but together. */
  Object withStores() {
    return where == Where.CLUSTER ? where : this;
  }

  /** Does it, up to where the lake is to be judged. */
  void happenIn(Scenario scenario) throws Exception {
    switch (this) {
      case KILL_BEFORE_FILE -> Kills.worker(scenario, Point.BEFORE_FILE);
      case KILL_BEFORE_COMMIT -> Kills.worker(scenario, Point.BEFORE_COMMIT);
      case KILL_AFTER_COMMIT -> Kills.worker(scenario, Point.AFTER_COMMIT);
      case KILL_JOBMANAGER_BEFORE_FILE -> Kills.jobManager(scenario, Point.BEFORE_FILE);
      case KILL_JOBMANAGER_BEFORE_COMMIT -> Kills.jobManager(scenario, Point.BEFORE_COMMIT);
      case KILL_JOBMANAGER_AFTER_COMMIT -> Kills.jobManager(scenario, Point.AFTER_COMMIT);
      case ANSWER_LOST -> StoreErrors.answerLost(scenario);
      case LOCK_LOST -> StoreErrors.lockLost(scenario);
      case STORE_ERRORS -> StoreErrors.burst(scenario);
      case STORE_DOWN -> StoreErrors.withoutEnd(scenario);
      case DISK_FULL -> DiskFull.run(scenario);
      case TWO_INGESTS -> Together.twoIngests(scenario);
      case MAINTAINED -> Together.maintained(scenario);
      case SLICE_AGAIN -> Again.slice(scenario);
      case STARTED_AGAIN -> Again.started(scenario);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
