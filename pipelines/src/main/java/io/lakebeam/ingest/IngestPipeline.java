package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.source.KafkaTopics;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Kafka to bronze and silver, one branch per source. */
final class IngestPipeline {
  private IngestPipeline() {}

  static void build(Pipeline pipeline, Lake lake, CapturedSource source, KafkaTopics records) {
    String name = source.definition().name();
    PCollection<LakeRecord> rows =
        pipeline
            .apply("Read " + name, records)
            .apply(
                "Decode " + name,
                ParDo.of(new ChangesToRows(lake, source.epoch(), source.tables())))
            .setCoder(LakeRecordCoder.of());
    rows.apply("Write " + name, LakeIO.write(lake).startingAt(source.startPositions()));
  }
}
