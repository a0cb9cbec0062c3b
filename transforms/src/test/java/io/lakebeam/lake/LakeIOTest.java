package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeIOTest {
  private static final String PARTITION = "shop.public.orders-0";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeTables() {
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(Orders.CURRENT);
    lake.create(Orders.HISTORY);
  }

  @Test
  void theNewestVersionStaysWhateverTheOrderOfArrival() {
    List<LakeRecord> records = new ArrayList<>(versions());
    Collections.shuffle(records, new Random(3));

    write(LakeIO.write(lake), records);

    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(newest());
    assertThat(Orders.read(lake, Orders.HISTORY)).hasSize(120);
    assertThat(Positions.in(lake).read()).containsExactly(Map.entry(PARTITION, 120L));
  }

  @Test
  void anOlderVersionOfALaterRunDoesNotWin() {
    write(LakeIO.write(lake), versions());

    write(LakeIO.write(lake), List.of(Orders.record(null, 1, "old", 1)));

    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(newest());
  }

  @Test
  void recordsWrittenAgainLeaveTheSameRows() {
    write(LakeIO.write(lake), versions());
    List<String> history = Orders.read(lake, Orders.HISTORY);

    write(LakeIO.write(lake).startingAt(Map.of(PARTITION, 0L)), versions());

    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(newest());
    assertThat(Orders.read(lake, Orders.HISTORY)).isEqualTo(history);
    assertThat(Positions.in(lake).read()).containsExactly(Map.entry(PARTITION, 120L));
  }

  @Test
  void aHoleInTheOffsetsHoldsThePositionBack() {
    List<LakeRecord> records = new ArrayList<>(versions());
    records.remove(50);

    write(LakeIO.write(lake).startingAt(Map.of(PARTITION, 0L)), records);

    assertThat(Positions.in(lake).read()).containsExactly(Map.entry(PARTITION, 50L));
  }

  @Test
  void deletedRowsStayAsTombstones() {
    write(
        LakeIO.write(lake),
        List.of(Orders.record(null, 1, null, 20), Orders.record(null, 1, "open", 10)));
    write(LakeIO.write(lake), List.of(Orders.record(null, 1, "open", 10)));

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:-:20");
  }

  @Test
  void aRecordThatWritesNothingStillMovesItsPosition() {
    write(
        LakeIO.write(lake).startingAt(Map.of(PARTITION, 7L)),
        List.of(LakeRecord.at(new SourcePosition(PARTITION, 7), List.of())));

    assertThat(Positions.in(lake).read()).containsExactly(Map.entry(PARTITION, 8L));
  }

  @Test
  void partitionsHavePositionsOfTheirOwn() {
    write(
        LakeIO.write(lake).startingAt(Map.of("a-0", 5L)),
        List.of(
            Orders.record(new SourcePosition("a-0", 5), 1, "open", 1),
            Orders.record(new SourcePosition("b-0", 0), 2, "open", 2)));

    assertThat(Positions.in(lake).read()).containsOnly(Map.entry("a-0", 6L), Map.entry("b-0", 1L));
  }

  @Test
  void unboundedRowsAreCommittedByTheCommitInterval() {
    TestStream<LakeRecord> orders =
        TestStream.create(LakeRecordCoder.of())
            .addElements(
                Orders.record(new SourcePosition(PARTITION, 0), 1, "open", 1),
                Orders.record(new SourcePosition(PARTITION, 1), 2, "open", 2))
            .advanceProcessingTime(Duration.standardSeconds(11))
            .addElements(Orders.record(new SourcePosition(PARTITION, 2), 1, "paid", 3))
            .advanceProcessingTime(Duration.standardSeconds(11))
            .advanceWatermarkToInfinity();

    run(orders, LakeIO.write(lake).withCommitInterval(Duration.standardSeconds(10)));

    assertThat(lake.snapshot(Orders.CURRENT.name())).isEqualTo(2);
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:paid:3", "2:open:2");
    assertThat(Positions.in(lake).read()).containsExactly(Map.entry(PARTITION, 3L));
  }

  @Test
  void readsTheColumnsWantedInTheOrderWanted() {
    write(LakeIO.write(lake), List.of(Orders.record(null, 1, "open", 10)));

    assertRead(
        LakeIO.read(lake, Orders.CURRENT.name()).withColumns(List.of("state", "number")),
        RowType.of(DataTypes.STRING(), DataTypes.BIGINT()),
        "open 1");
  }

  @Test
  void readsAnOlderSnapshot() {
    write(LakeIO.write(lake), List.of(Orders.record(null, 1, "open", 10)));
    long before = lake.snapshot(Orders.CURRENT.name());
    write(LakeIO.write(lake), List.of(Orders.record(null, 1, "paid", 11)));

    ReadRows state =
        LakeIO.read(lake, Orders.CURRENT.name()).withColumns(List.of("state", "number"));
    RowType type = RowType.of(DataTypes.STRING(), DataTypes.BIGINT());
    assertRead(state.atSnapshot(before), type, "open 1");
    assertRead(state, type, "paid 1");
  }

  @Test
  void readsNothingFromATableWithoutACommit() {
    assertRead(
        LakeIO.read(lake, Orders.CURRENT.name()).withColumns(List.of("state", "number")),
        RowType.of(DataTypes.STRING(), DataTypes.BIGINT()));
  }

  @Test
  void refusesATableWithOtherColumns() {
    LakeTable other =
        LakeTable.of(
                Orders.CURRENT.name(),
                RowType.builder().field("number", DataTypes.INT().notNull()).build())
            .withPrimaryKey(List.of("number"));

    assertThatThrownBy(() -> lake.create(other))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "table silver.orders is in the lake with other columns or another key: found"
                + " ROW<`number` BIGINT NOT NULL, `state` STRING, `deleted` BOOLEAN, `lsn` BIGINT"
                + " NOT NULL> keyed by [number], wanted ROW<`number` INT NOT NULL> keyed by"
                + " [number]");
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertThatThrownBy(() -> lake.type(TableName.of("silver", "order")))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("table silver.order is not in the lake")
        .hasMessageContaining("found: [orders, orders_history]");
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertThatThrownBy(() -> lake.read(Orders.CURRENT.name(), List.of("colour")))
        .hasMessage(
            "table silver.orders has no column 'colour'; it has: number, state, deleted, lsn");
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> LakeIO.write(lake).withCommitInterval(Duration.ZERO))
        .hasMessage("the commit interval must be longer than 0, found PT0S");
    assertThatThrownBy(() -> LakeIO.read(lake, Orders.CURRENT.name()).atSnapshot(0))
        .hasMessage("table silver.orders: a snapshot's id is 1 or more, found 0");
  }

  /** Four versions of each of 30 orders, by offset. */
  private static List<LakeRecord> versions() {
    return LongStream.range(0, 120)
        .mapToObj(
            i -> Orders.record(new SourcePosition(PARTITION, i), i % 30, "v" + i / 30, 100 + i))
        .toList();
  }

  private static List<String> newest() {
    return LongStream.range(0, 30)
        .mapToObj(number -> "%d:v3:%d".formatted(number, 190 + number))
        .sorted()
        .toList();
  }

  private static void write(WriteRecords write, List<LakeRecord> records) {
    run(Create.of(records).withCoder(LakeRecordCoder.of()), write);
  }

  private static void run(PTransform<PBegin, PCollection<LakeRecord>> records, WriteRecords write) {
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply("Records", records).apply("Write", write);
    pipeline.run().waitUntilFinish();
  }

  private static void assertRead(ReadRows read, RowType type, String... expected) {
    Pipeline pipeline = Pipeline.create(options());
    PCollection<String> rows =
        pipeline.apply("Read", read).apply("Text", ParDo.of(new RowText(type)));
    PAssert.that(rows).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static PipelineOptions options() {
    return PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
        .create();
  }

  private static final class RowText extends DoFn<LakeRow, String> {
    private static final long serialVersionUID = 1L;
    private final RowType type;

    private RowText(RowType type) {
      this.type = type;
    }

    @ProcessElement
    public void process(@Element LakeRow element, OutputReceiver<String> out) {
      InternalRow row = RowCodec.of(type).decode(element.row());
      out.output(row.getString(0) + " " + row.getLong(1));
    }
  }
}
