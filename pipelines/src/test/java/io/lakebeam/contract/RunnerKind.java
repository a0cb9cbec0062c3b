package io.lakebeam.contract;

/** Where the ingest runs. */
enum RunnerKind {
  DIRECT("direct"),
  FLINK_LOCAL("flink-local"),
  FLINK_CLUSTER("flink-cluster");

  private final String label;

  RunnerKind(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
