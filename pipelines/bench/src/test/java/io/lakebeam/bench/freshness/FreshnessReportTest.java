package io.lakebeam.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FreshnessReportTest {
  @Test
  void tellsWhetherWaitsAreWithinTheGoalAndWhetherTheyGrow() {
    long[] waits = LongStream.rangeClosed(1, 300).map(n -> n * 10).toArray();
    assertThat(new FreshnessReport(waits, 30, 5, 2).text())
        .contains(
            "300 transactions in 30 s, 10 a second; at the end clients were late by 5 ms",
            "commits every 2 s: p50 1,500 ms, p99 2,970 ms, all within 3,000 ms",
            "the first third of them: p50 500 ms, p99 990 ms",
            "the last third: p50 2,500 ms, p99 2,990 ms",
            "reached  p99: goal at most 5,000 ms");
  }

  @Test
  void tellsThatTheGoalIsMissed() {
    assertThat(new FreshnessReport(new long[] {4_001, 4_001, 4_001}, 1, 0, 1).text())
        .contains("missed   p99: goal at most 4,000 ms");
  }
}
