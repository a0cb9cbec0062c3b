package io.lakebeam.features;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.offline.FeatureView;
import io.lakebeam.offline.HistoryToFeatures;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The history of each view's table, as the view's rows, into gold. */
final class FeaturesPipeline {
  /** The namespace of the counters of rows, one per gold table and named as it. */
  static final String METRICS = "io.lakebeam.features";

  private FeaturesPipeline() {}

  static void build(Pipeline pipeline, Lake lake, List<FeatureView> views) {
    PCollectionList<LakeRecord> rows = PCollectionList.empty(pipeline);
    for (FeatureView view : views) {
      rows = rows.and(view(pipeline, lake, view));
    }
    rows.apply("All", Flatten.pCollections()).apply("Write", LakeIO.write(lake));
  }

  private static PCollection<LakeRecord> view(Pipeline pipeline, Lake lake, FeatureView view) {
    String name = view.definition().name();
    TableName history = Zones.history(view.definition().from());
    return pipeline
        .apply(
            "Read " + name, LakeIO.read(lake, history).withColumns(HistoryToFeatures.columns(view)))
        .apply("Derive " + name, ParDo.of(new HistoryToFeatures(lake, view, lake.type(history))))
        .setCoder(LakeRecordCoder.of())
        .apply("Count " + name, MapElements.via(new Count(view.table().name().toString())))
        .setCoder(LakeRecordCoder.of());
  }

  private static final class Count extends SimpleFunction<LakeRecord, LakeRecord> {
    private static final long serialVersionUID = 1L;
    private final String table;

    private Count(String table) {
      this.table = table;
    }

    @Override
    public LakeRecord apply(LakeRecord record) {
      Metrics.counter(METRICS, table).inc();
      return record;
    }
  }
}
