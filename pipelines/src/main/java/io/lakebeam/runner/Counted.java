package io.lakebeam.runner;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSetResult;

/**
 * What a pipeline that has ended has counted.
 *
 * <pre>{@code
 * long written = Counted.of(runner.runToEnd(pipeline), "publish").getOrDefault("written", 0L);
 * }</pre>
 */
public final class Counted {
  private Counted() {}

  /** The sum of each counter of a namespace; without those that were never touched. */
  public static Map<String, Long> of(PipelineResult result, String namespace) {
    Map<String, Long> counts = new TreeMap<>();
    for (MetricResult<Long> found : query(result, namespace).getCounters()) {
      counts.merge(found.getName().getName(), whole(found), Long::sum);
    }
    return counts;
  }

  /** The texts in a set of a namespace, in their order. */
  public static List<String> texts(PipelineResult result, String namespace, String name) {
    Set<String> texts = new TreeSet<>();
    for (MetricResult<StringSetResult> found : query(result, namespace).getStringSets()) {
      if (found.getName().getName().equals(name)) {
        texts.addAll(whole(found).getStringSet());
      }
    }
    return List.copyOf(texts);
  }

  // What Direct says was attempted may be behind when a pipeline ends; Flink knows nothing else.
  private static <T> T whole(MetricResult<T> found) {
    T committed = found.getCommittedOrNull();
    return committed == null ? found.getAttempted() : committed;
  }

  private static MetricQueryResults query(PipelineResult result, String namespace) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(namespace)).build());
  }
}
