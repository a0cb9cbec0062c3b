package io.lakebeam.bench.lake;

import java.util.Locale;

/** Who takes the topic in. */
enum Side {
  /** The lake connector, the current table alone, as the peer does. */
  OURS("ours, silver alone", "io.lakebeam.bench.lake.OursRun", "silver"),
  /** The lake connector, all that ingest writes: bronze, current and history. */
  OURS_FULL("ours, full road", "io.lakebeam.bench.lake.OursRun", "full"),
  /** Flink SQL with debezium-json into an Iceberg upsert table. */
  PEER("Flink SQL, Iceberg", "io.lakebeam.bench.peer.FlinkSqlIceberg", "silver");

  private final String title;
  private final String mainClass;
  private final String tables;

  Side(String title, String mainClass, String tables) {
    this.title = title;
    this.mainClass = mainClass;
    this.tables = tables;
  }

  String title() {
    return title;
  }

  /** Where its runs are, without their number. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mainClass() {
    return mainClass;
  }

  String tables() {
    return tables;
  }
}
