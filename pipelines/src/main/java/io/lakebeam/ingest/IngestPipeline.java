package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.source.KafkaTopics;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Kafka to bronze and silver, one branch per source. */
final class IngestPipeline {
  private IngestPipeline() {}

  static void build(
      Pipeline pipeline,
      Lake lake,
      CapturedSource source,
      KafkaTopics records,
      Duration commitInterval) {
    String name = source.definition().name();
    PCollection<LakeRecord> rows =
        pipeline
            .apply(source.reading(), records)
            .apply("Decode " + name, ParDo.of(new ChangesToRows(source.epoch(), source.tables())))
            .setCoder(LakeRecordCoder.of());
    rows.apply(
        "Upsert " + name,
        LakeIO.upsert(lake)
            .withCommitInterval(org.joda.time.Duration.millis(commitInterval.toMillis()))
            .startingAt(source.startPositions()));
  }
}
