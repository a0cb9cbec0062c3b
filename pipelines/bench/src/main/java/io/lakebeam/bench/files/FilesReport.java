package io.lakebeam.bench.files;

import io.lakebeam.bench.TextTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of all sides.
 *
 * @param rows of the file
 * @param runs by their side
 * @param starts runs with a file of one row
 */
record FilesReport(int rows, Map<Side, List<SideRun>> runs, Map<Side, List<SideRun>> starts) {

  String text() {
    TextTable table = new TextTable();
    table.row(List.of("side", "seconds", "rows/s", "CPU s", "CPU s but for its start", "peak MiB"));
    for (Side side : runs.keySet()) {
      table.row(
          List.of(
              side.name().toLowerCase(Locale.ROOT),
              number(seconds(side)),
              "%,.0f".formatted(rows / seconds(side)),
              number(median(runs.get(side), SideRun::cpuSeconds)),
              number(cpuButForStart(side)),
              "%,.0f".formatted(peak(side))));
    }
    return table + goals();
  }

  private String goals() {
    StringBuilder text = new StringBuilder();
    for (Side side : runs.keySet()) {
      if (side.isOurs() && runs.containsKey(Side.SPARK)) {
        double rate = seconds(Side.SPARK) / seconds(side);
        text.append(goal(side, rate >= 1.5, "%.2f of Spark's rows/s, goal 1.5", rate));
        double memory = peak(side) / peak(Side.SPARK);
        text.append(goal(side, memory <= 0.5, "%.2f of Spark's memory, goal at most 0.5", memory));
      }
      if (side.isOurs() && runs.containsKey(Side.DUCKDB)) {
        double cpu = cpuButForStart(side) / cpuButForStart(Side.DUCKDB);
        text.append(goal(side, cpu <= 3, "%.2f of DuckDB's CPU seconds, goal at most 3", cpu));
      }
    }
    return text.toString();
  }

  private static String goal(Side side, boolean isReached, String text, double value) {
    return "%s %s: %s%n"
        .formatted(
            isReached ? "reached" : "missed ",
            side.name().toLowerCase(Locale.ROOT),
            String.format(Locale.ROOT, text, value));
  }

  private double seconds(Side side) {
    return median(runs.get(side), SideRun::seconds);
  }

  private double cpuButForStart(Side side) {
    return median(runs.get(side), SideRun::cpuSeconds)
        - median(starts.get(side), SideRun::cpuSeconds);
  }

  private double peak(Side side) {
    return median(runs.get(side), SideRun::peakMebibytes);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static double median(List<SideRun> runs, ToDoubleFunction<SideRun> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
