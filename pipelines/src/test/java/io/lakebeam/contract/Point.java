package io.lakebeam.contract;

/** Where an ingest is killed, in its second commit or a later one. */
enum Point {
  /** Rows are taken in, a data file is not whole yet. */
  BEFORE_FILE,
  /** Data files are there, their commit is not. */
  BEFORE_COMMIT,
  /** The tables have committed, the positions have not moved and nothing is checkpointed since. */
  AFTER_COMMIT
}
