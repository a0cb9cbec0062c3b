package io.lakebeam.ingest;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.BeamRows;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.Expectation;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A lake that takes in changes of one table, {@code customer}, without any server. */
final class CustomerLake {
  static final String TOPIC = "shop.public.customer";

  private final Lake lake;

  CustomerLake(Path folder) {
    this.lake = Lake.at(folder.toString());
  }

  Lake lake() {
    return lake;
  }

  /** Takes in records as ingest does, in one life of their source. */
  void ingest(CapturedTable table, int epoch, List<KafkaRecord<byte[], byte[]>> records) {
    table.lakeTables().forEach(lake::createOrEvolve);
    lake.createOrEvolve(DeadLetters.table(Zones.DEAD_LETTERS));
    Pipeline pipeline = Pipeline.create(RunnerName.DIRECT.batch("ingest"));
    pipeline
        .apply(
            Create.of(List.of(records))
                .withCoder(
                    ListCoder.of(KafkaRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))))
        .apply(ParDo.of(new ChangesToRows(lake, epoch, List.of(table))))
        .setCoder(LakeRecordCoder.of())
        .apply(LakeIO.write(lake));
    pipeline.run().waitUntilFinish();
  }

  /** The rows of a table, some columns of them, sorted. */
  List<String> rows(String table, String... columns) {
    TableName name = TableName.parse(table);
    List<String> found = new ArrayList<>();
    var reader = lake.read(name, List.of(columns));
    BeamRows rows = BeamRows.of(name, reader.type());
    reader.forEach(
        internal -> {
          Row row = rows.toBeam(internal);
          List<String> values = new ArrayList<>();
          row.getValues().forEach(value -> values.add(String.valueOf(value)));
          found.add(String.join(" ", values));
        });
    found.sort(null);
    return found;
  }

  /** An insert. */
  static String change(String after, long lsn) {
    return event("c", "null", after, lsn);
  }

  /** Any event. */
  static String event(String operation, String before, String after, long lsn) {
    return "{\"before\": %s, \"after\": %s, \"op\": \"%s\", \"source\": {\"ts_ms\": 1, \"lsn\": %d, \"sequence\": \"[\\\"1\\\",\\\"2\\\"]\"}}"
        .formatted(before, after, operation, lsn);
  }

  /** A record of the table's topic. */
  static KafkaRecord<byte[], byte[]> record(long offset, String key, String value) {
    return new KafkaRecord<>(
        TOPIC,
        0,
        offset,
        1_000,
        KafkaTimestampType.CREATE_TIME,
        new RecordHeaders(),
        key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }

  /** Rules that mask, and no others. */
  static TableRules masked(ColumnMasks masks) {
    return new TableRules(masks, ColumnCleaning.NONE, List.of());
  }

  /** Rules that clean, and no others. */
  static TableRules cleaned(Map<String, List<CleanStep>> steps) {
    return new TableRules(null, new ColumnCleaning(steps), List.of());
  }

  /** Rules that expect something, and no others. */
  static TableRules expecting(Expectation expected) {
    return new TableRules(null, ColumnCleaning.NONE, List.of(expected));
  }

  /** The table with these columns. */
  static CapturedTable table(SourceColumn... columns) {
    return CapturedTable.of(
        TOPIC,
        new SourceTable("public", "customer", List.of(columns), List.of("id")),
        new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at"));
  }
}
