package io.lakebeam.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FilesReportTest {
  @Test
  void tellsMediansAndWhichGoalsAreReached() {
    Map<Side, List<SideRun>> runs =
        new TreeMap<>(
            Map.of(
                Side.OURS_FLINK,
                List.of(
                    new SideRun(10, 20, 1000),
                    new SideRun(100, 200, 9000),
                    new SideRun(9, 19, 900)),
                Side.SPARK,
                List.of(new SideRun(16, 30, 1999), new SideRun(14, 28, 1999)),
                Side.DUCKDB,
                List.of(new SideRun(3, 6.5, 700))));
    Map<Side, List<SideRun>> starts = new TreeMap<>();
    runs.keySet().forEach(side -> starts.put(side, List.of(new SideRun(1, 1, 100))));

    assertThat(new FilesReport(1_000_000, runs, starts).text().lines())
        .containsExactly(
            "side        seconds   rows/s  CPU s  CPU s but for its start  peak MiB",
            "ours_flink     10.0  100,000   20.0                     19.0     1,000",
            "spark          15.0   66,667   29.0                     28.0     1,999",
            "duckdb          3.0  333,333    6.5                      5.5       700",
            "reached ours_flink: 1.50 of Spark's rows/s, goal 1.5",
            "missed  ours_flink: 0.50 of Spark's memory, goal at most 0.5",
            "missed  ours_flink: 3.45 of DuckDB's CPU seconds, goal at most 3");
  }

  @Test
  void theTimesOfAShellAreThoseOfItsChildren() {
    assertThat(SideRun.cpuSeconds("0m0.004s 0m0.002s\n1m2.500s 0m3.250s\n")).isEqualTo(65.75);
  }
}
