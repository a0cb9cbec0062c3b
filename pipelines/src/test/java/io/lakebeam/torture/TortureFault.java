package io.lakebeam.torture;

/** What happens to a run. */
enum TortureFault {
  /** {@code kill -9} of the ingest, which is started again by the same command. */
  KILL_INGEST,
  /** {@code kill -9} of Kafka Connect. */
  KILL_CONNECT,
  /** {@code kill -9} of the broker. */
  KILL_BROKER,
  /** The broker ends in order, and comes again. */
  RESTART_BROKER
}
