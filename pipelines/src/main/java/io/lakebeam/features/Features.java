package io.lakebeam.features;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.Zones;
import io.lakebeam.offline.FeatureView;
import io.lakebeam.runner.Counted;
import io.lakebeam.runner.Runner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/**
 * Silver history to gold feature views.
 *
 * <pre>{@code
 * Map<String, Long> rows = Features.run(project, RunnerName.FLINK);
 * }</pre>
 *
 * <p>Running it again writes the same rows under the same keys.
 */
public final class Features {
  /** The {@link Alone task} of writing gold: another run is waited for. */
  public static final String TASK = "features";

  private Features() {}

  /**
   * Builds every feature view of the project from all that silver holds.
   *
   * @return how many rows each view was given
   * @throws LakeException if a view's table has no history in the lake, or lacks a column
   */
  @SuppressWarnings("try") // held, not used
  public static Map<String, Long> run(Project project, Runner runner) {
    Lake lake = project.lake().open();
    List<FeatureView> views =
        project.features().values().stream()
            .map(view -> FeatureView.of(project, view, lake))
            .toList();
    views.forEach(view -> requireHistory(lake, view));
    Truncations.settle(lake);
    views.forEach(view -> lake.create(view.table()));
    Pipeline pipeline = Pipeline.create(runner.batch(project.name() + "-features"));
    // What was read before somebody was erased must not be written after it.
    try (Alone alone = Alone.at(lake, TASK)) {
      FeaturesPipeline.build(pipeline, lake, views);
      return rows(runner.runToEnd(pipeline), views);
    }
  }

  private static void requireHistory(Lake lake, FeatureView view) {
    String from = view.definition().from();
    if (lake.snapshot(Zones.history(from)) == 0) {
      throw new LakeException(
          "feature view %s: table %s has no rows yet; run ingest first"
              .formatted(view.definition().name(), Zones.history(from)));
    }
  }

  private static Map<String, Long> rows(PipelineResult result, List<FeatureView> views) {
    Map<String, Long> rows = new LinkedHashMap<>();
    views.forEach(view -> rows.put(view.table().name().toString(), 0L));
    rows.putAll(Counted.of(result, FeaturesPipeline.METRICS));
    return rows;
  }
}
