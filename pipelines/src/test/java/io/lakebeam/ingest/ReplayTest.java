package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.BeamRows;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayTest {
  private static final String TOPIC = "shop.public.customer";
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final CapturedTable BEFORE = table(ID, UPDATED);
  private static final CapturedTable AFTER =
      table(ID, new SourceColumn("colour", "text", DataTypes.STRING()), UPDATED);
  private static final String NOT_THERE =
      "column 'colour' is not in the table as it was when capture started";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void lettersOfAColumnAddedLaterAreWrittenOnceTheTableHasIt(RunnerName runner) {
    List<KafkaRecord<byte[], byte[]>> records =
        List.of(plain(0, 1, 10), coloured(1, 2, 11, "red"), record(2, "2", "garbage"));
    ingest(BEFORE, 1, records);
    assertThat(letters()).containsExactly("1 0 false " + NOT_THERE, "2 0 false the event is not");
    AFTER.lakeTables().forEach(lake::createOrEvolve);

    assertThat(replay(runner, AFTER, 1)).isEqualTo(new Replay.Result(2, 1, 1));

    assertThat(rows("silver.customer", "id", "colour")).containsExactly("1 null", "2 red");
    assertThat(rows("silver.customer_history", "id")).containsExactly("1", "2");
    assertThat(rows("bronze.customer", "position")).containsExactly("0", "1");
    assertThat(letters()).containsExactly("1 1 true " + NOT_THERE, "2 1 false the event is not");

    assertThat(replay(runner, AFTER, 1)).isEqualTo(new Replay.Result(1, 0, 1));
    assertThat(rows("silver.customer_history", "id")).containsExactly("1", "2");
    assertThat(letters()).containsExactly("1 1 true " + NOT_THERE, "2 2 false the event is not");
  }

  @Test
  void aLetterThatIsRefusedAgainStaysWithItsNewReason() {
    ingest(
        BEFORE, 1, List.of(record(0, "1", change("{\"id\": 1, \"colour\": 5, \"size\": 6}", 10))));
    AFTER.lakeTables().forEach(lake::createOrEvolve);

    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(1, 0, 1));

    assertThat(letters()).hasSize(1);
    assertThat(letters().get(0)).startsWith("0 1 false column '").isNotEqualTo(NOT_THERE);
  }

  @Test
  void aRecordDeliveredAgainDoesNotUndoItsReplay() {
    List<KafkaRecord<byte[], byte[]>> records = List.of(coloured(0, 1, 10, "red"));
    ingest(BEFORE, 1, records);
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    replay(RunnerName.DIRECT, AFTER, 1);

    ingest(BEFORE, 1, records);

    assertThat(letters()).containsExactly("0 1 true " + NOT_THERE);
    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(0, 0, 0));
  }

  @Test
  void rowsThatWereCommittedBeforeTheirLettersWereMarkedAreNotDoubled() {
    List<KafkaRecord<byte[], byte[]>> records = List.of(coloured(0, 1, 10, "red"));
    ingest(BEFORE, 1, records);
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    // As a replay leaves it that is killed between its two commits.
    ingest(AFTER, 1, records);

    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(rows("silver.customer", "id", "colour")).containsExactly("1 red");
    assertThat(rows("silver.customer_history", "id")).containsExactly("1");
    assertThat(rows("bronze.customer", "position")).containsExactly("0");
  }

  @Test
  void aLetterOfAnEarlierLifeOfItsSourceDoesNotBeatWhatCameLater() {
    ingest(BEFORE, 1, List.of(coloured(0, 1, 99, "old")));
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    ingest(AFTER, 2, List.of(coloured(1, 1, 10, "new")));

    assertThat(replay(RunnerName.DIRECT, AFTER, 2)).isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(rows("silver.customer", "colour", "_epoch")).containsExactly("new 2");
    assertThat(rows("silver.customer_history", "colour", "_epoch"))
        .containsExactly("new 2", "old 1");
  }

  @Test
  void lettersOfOtherTablesAreLeftAlone() {
    ingest(BEFORE, 1, List.of(coloured(0, 1, 10, "red")));

    assertThat(Replay.run(lake, RunnerName.DIRECT, "replay", List.of()))
        .isEqualTo(new Replay.Result(0, 0, 0));
    assertThat(letters()).containsExactly("0 0 false " + NOT_THERE);
  }

  private Replay.Result replay(RunnerName runner, CapturedTable table, int epoch) {
    return Replay.run(lake, runner, "replay", List.of(new ReplayedTable(table, epoch)));
  }

  private void ingest(CapturedTable table, int epoch, List<KafkaRecord<byte[], byte[]>> records) {
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

  /** Position, attempt, whether it is resolved, and how its reason starts. */
  private List<String> letters() {
    List<String> letters = new ArrayList<>();
    for (String letter : rows("bronze.dead_letters", "position", "attempt", "resolved", "reason")) {
      letters.add(letter.replaceAll("(?s)(the event is not).*", "$1"));
    }
    return letters;
  }

  private List<String> rows(String table, String... columns) {
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

  private static KafkaRecord<byte[], byte[]> plain(long offset, long id, long lsn) {
    return record(offset, Long.toString(id), change("{\"id\": %d}".formatted(id), lsn));
  }

  private static KafkaRecord<byte[], byte[]> coloured(
      long offset, long id, long lsn, String colour) {
    String after = "{\"id\": %d, \"colour\": \"%s\"}".formatted(id, colour);
    return record(offset, Long.toString(id), change(after, lsn));
  }

  private static String change(String after, long lsn) {
    return "{\"before\": null, \"after\": %s, \"op\": \"c\", \"source\": {\"ts_ms\": 1, \"lsn\": %d, \"sequence\": \"[\\\"1\\\",\\\"2\\\"]\"}}"
        .formatted(after, lsn);
  }

  private static KafkaRecord<byte[], byte[]> record(long offset, String key, String value) {
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

  private static CapturedTable table(SourceColumn... columns) {
    return CapturedTable.of(
        TOPIC,
        new SourceTable("public", "customer", List.of(columns), List.of("id")),
        new TableDefinition("customer", "shop.public.customer", List.of("id"), "updated_at"));
  }
}
