package io.lakebeam.bench.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotReportTest {
  @Test
  void tellsBothRatesAndWhetherOursIsFastEnough() {
    assertThat(new SnapshotReport(1_000, 6, 10).text())
        .contains(
            "Debezium to Kafka alone: 1,000 rows in 6.0 s, 167 rows/s",
            "start-up and all: 10.0 s, 100 rows/s",
            "reached  rows/s, as a ratio to Debezium alone: 0.60, goal at least 0.6");
    assertThat(new SnapshotReport(1_000, 5, 10).text()).contains("missed   rows/s");
  }
}
