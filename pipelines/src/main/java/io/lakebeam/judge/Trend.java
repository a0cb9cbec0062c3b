package io.lakebeam.judge;

import io.lakebeam.judge.QualityRuns.Result;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How an expectation came out in the runs that are kept, as a line of a picture: rows that did not
 * meet it, or what was measured.
 *
 * @param points of the line in SVG, x and y of each run, the oldest first
 * @param lastX where the newest run is
 * @param lastY the same
 * @param words the same, for who does not see it
 */
public record Trend(String points, String lastX, String lastY, String words) {
  /** The width of the picture. */
  static final int WIDTH = 200;

  /** Its height. */
  static final int HEIGHT = 36;

  private static final int MARGIN = 4;

  /** Of the results of one expectation, the oldest first, at least one. */
  static Trend of(List<Result> runs) {
    List<Double> values = runs.stream().map(Trend::value).toList();
    double least = Math.min(0, values.stream().mapToDouble(Double::doubleValue).min().orElse(0));
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<String> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      double along = values.size() == 1 ? 1 : (double) i / (values.size() - 1);
      double up = most == least ? 0 : (values.get(i) - least) / (most - least);
      points.add(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f",
              MARGIN + along * (WIDTH - 2 * MARGIN),
              HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)));
    }
    String[] last = points.get(points.size() - 1).split(",", 2);
    return new Trend(String.join(" ", points), last[0], last[1], words(runs));
  }

  private static String words(List<Result> runs) {
    Result first = runs.get(0);
    Result last = runs.get(runs.size() - 1);
    return "%d runs, %s: %s, %s: %s"
        .formatted(runs.size(), first.run(), told(first), last.run(), told(last));
  }

  private static String told(Result result) {
    return result.found() == null ? result.unmet() + " unmet" : result.found();
  }

  /** A number that was measured; else how many rows did not meet it. */
  private static double value(Result result) {
    BigDecimal number = number(result.found());
    return number == null ? result.unmet() : number.doubleValue();
  }

  private static @Nullable BigDecimal number(@Nullable String found) {
    try {
      return found == null ? null : new BigDecimal(found);
    } catch (NumberFormatException e) {
      // A time, or why nothing was measured: whether it was met is the line then.
      return null;
    }
  }
}
