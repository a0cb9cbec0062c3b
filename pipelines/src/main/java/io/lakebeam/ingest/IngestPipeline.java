package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.WriteRecords;
import io.lakebeam.source.KafkaTopics;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;

/** Kafka to bronze and silver, one branch per source. */
final class IngestPipeline {
  private IngestPipeline() {}

  static void build(
      Pipeline pipeline,
      Lake lake,
      CapturedSource source,
      KafkaTopics records,
      WriteRecords write) {
    build(
        pipeline,
        source.definition().name(),
        records,
        new ChangesToRows(lake, source.life().number(), source.tables())
            .withEarlier(source.earlier())
            .withTransactions(source.transactions()),
        write.startingAt(source.startPositions()));
  }

  static void build(
      Pipeline pipeline,
      String name,
      KafkaTopics records,
      ChangesToRows decode,
      WriteRecords write) {
    pipeline
        .apply("Read %s %s".formatted(name, records.stepName()), records)
        .apply("Decode " + name, ParDo.of(decode))
        .setCoder(LakeRecordCoder.of())
        .apply("Write " + name, write);
  }
}
