package io.lakebeam.trainingset;

import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.Zones;
import io.lakebeam.offline.FeatureView;
import io.lakebeam.offline.PointInTimeJoin;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.types.RowType;

/** Labels, each joined with what every view knew at its time, into one Parquet file. */
final class TrainingSetPipeline {
  private TrainingSetPipeline() {}

  static void build(Pipeline pipeline, TrainingSetPlan plan) {
    LabelRows labels = plan.labels();
    PCollection<byte[]> rows =
        pipeline
            .apply(
                "Labels",
                LakeIO.read(plan.lake(), Zones.current(plan.model().labels().from()))
                    .withColumns(labels.columns())
                    .atSnapshot(plan.labelSnapshot()))
            .apply("Known", ParDo.of(labels))
            .setCoder(ByteArrayCoder.of());
    RowType type = labels.type();
    for (FeatureView view : plan.views()) {
      PointInTimeJoin join =
          PointInTimeJoin.with(plan.lake(), view, plan.snapshot(view)).on(type, labels.time());
      rows = rows.apply("Join " + view.definition().name(), join);
      type = join.outputType();
    }
    rows.apply("OneFile", WithKeys.<Void, byte[]>of((Void) null))
        .setCoder(KvCoder.of(VoidCoder.of(), ByteArrayCoder.of()))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteTrainingSet(type, plan.columns(), plan.parquet())));
  }
}
