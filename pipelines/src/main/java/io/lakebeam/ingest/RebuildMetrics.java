package io.lakebeam.ingest;

import io.lakebeam.lake.TableName;
import io.lakebeam.runner.Counted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What the pipelines of a rebuild count of one table.
 *
 * @param table the table
 */
record RebuildMetrics(TableName table) {
  static final String NAMESPACE = "io.lakebeam.ingest.rebuild";

  static RebuildMetrics of(TableName table) {
    return new RebuildMetrics(table);
  }

  String name(String what) {
    return table + " " + what;
  }

  Counter counter(String what) {
    return Metrics.counter(NAMESPACE, name(what));
  }

  /** What was counted under a name. */
  long count(PipelineResult result, String what) {
    return counts(result).getOrDefault(name(what), 0L);
  }

  /** What was counted under names that begin so, by what follows. */
  Map<String, Long> countsOf(PipelineResult result, String beginning) {
    Map<String, Long> found = new TreeMap<>();
    String start = name(beginning);
    counts(result)
        .forEach(
            (name, count) -> {
              if (name.startsWith(start)) {
                found.put(name.substring(start.length()), count);
              }
            });
    return found;
  }

  /** The texts that were gathered under a name. */
  List<String> texts(PipelineResult result, String what) {
    return Counted.texts(result, NAMESPACE, name(what));
  }

  private static Map<String, Long> counts(PipelineResult result) {
    return Counted.of(result, NAMESPACE);
  }
}
