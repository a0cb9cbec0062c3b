package io.lakebeam.torture;

import java.util.Arrays;
import java.util.List;

/** What happens to a run. */
enum TortureFault {
  /**
   * {@code kill -9} of the process that runs the ingest's steps: the ingest, which is started again
   * by the same command; on a cluster a TaskManager, for which another one comes.
   */
  KILL_WORKER,
  /** {@code kill -9} of the JobManager, which forgets the job, and of the ingest that waits. */
  KILL_JOBMANAGER,
  /** {@code kill -9} of Kafka Connect. */
  KILL_CONNECT,
  /** The same while it reads a COPY of 10,000 rows. */
  KILL_CONNECT_IN_COPY,
  /** {@code kill -9} of the broker. */
  KILL_BROKER,
  /** The broker ends in order, and comes again. */
  RESTART_BROKER,
  /** A slice of each topic comes again, shuffled. */
  DELIVER_AGAIN,
  /** Records in the topics that are no events. */
  POISON;

  /** Those that there are on a runner. */
  static List<TortureFault> on(String runner) {
    return Arrays.stream(values())
        .filter(fault -> fault != KILL_JOBMANAGER || runner.equals("cluster"))
        .toList();
  }
}
