package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.UpsertRows;
import io.lakebeam.source.KafkaTopics;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Kafka to bronze and silver, one branch per source. */
final class IngestPipeline {
  private IngestPipeline() {}

  static void build(Pipeline pipeline, Lake lake, CapturedSource source, KafkaTopics records) {
    build(
        pipeline,
        source.definition().name(),
        records,
        new ChangesToRows(source.epoch(), source.tables()),
        LakeIO.upsert(lake).startingAt(source.startPositions()));
  }

  static void build(
      Pipeline pipeline,
      String name,
      KafkaTopics records,
      ChangesToRows decode,
      UpsertRows upsert) {
    PCollection<LakeRecord> rows =
        pipeline
            .apply("Read " + name, records)
            .apply("Decode " + name, ParDo.of(decode))
            .setCoder(LakeRecordCoder.of());
    rows.apply("Upsert " + name, upsert);
  }
}
