package io.lakebeam.torture;

/** Which values a workload draws from. */
enum ValuePool {
  /** Those that the lake keeps exactly. */
  KEPT,
  /** Also those that it refuses or that Debezium changes on the way. */
  ALL
}
