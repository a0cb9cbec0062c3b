package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.Group;
import org.apache.beam.sdk.schemas.transforms.Select;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadRowsTest {
  private static final TableName NAME = Orders.CURRENT.name();

  @TempDir private Path folder;
  private Lake lake;
  private Commits commits;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.toString());
    commits = Commits.to(lake, Orders.CURRENT);
  }

  @Test
  void beamRowsHaveTheSchemaOfTheColumnsWanted() throws Exception {
    commits.add(order(1, "open", 1), order(2, "paid", 1));
    commits.add(order(1, "paid", 2), order(3, null, 1));
    Schema schema =
        Schema.builder().addNullableStringField("state").addInt64Field("number").build();

    PCollection<Row> rows =
        pipeline()
            .apply(
                LakeIO.read(lake, NAME)
                    .withColumns(List.of("state", "number"))
                    .withFilter(RowFilter.isNotTrue("deleted"))
                    .withFilter(RowFilter.lessThan("number", 3))
                    .asRows());

    assertThat(rows.getSchema()).isEqualTo(schema);
    PAssert.that(rows).containsInAnyOrder(row(schema, "paid", 1L), row(schema, "paid", 2L));
    PAssert.that(
            rows.apply(
                    Group.<Row>byFieldNames("state")
                        .aggregateField("number", Count.combineFn(), "orders"))
                .apply(Select.fieldNames("value.orders")))
        .satisfies(
            counts -> {
              assertThat(counts).extracting(count -> count.getInt64(0)).containsExactly(2L);
              return null;
            });
    rows.getPipeline().run().waitUntilFinish();
  }

  @Test
  void theSnapshotIsTheOneOfWhenThePipelineWasBuilt() throws Exception {
    commits.add(order(1, "open", 1));
    Pipeline pipeline = pipeline();
    PCollection<Row> rows =
        pipeline.apply(LakeIO.read(lake, NAME).withColumns(List.of("state")).asRows());

    commits.add(order(1, "paid", 2), order(2, "paid", 2));

    PAssert.that(rows).containsInAnyOrder(row(rows.getSchema(), "open"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void readsASnapshotByIdByTagAndByTime() throws Exception {
    long first = commits.add(order(1, "open", 1));
    long second = commits.add(order(1, "paid", 2));
    commits.tag("audit", first);
    long third = commits.add(order(1, "sent", 3));

    assertThat(states(LakeIO.read(lake, NAME))).containsExactly("sent");
    assertThat(states(LakeIO.read(lake, NAME).atSnapshot(second))).containsExactly("paid");
    assertThat(states(LakeIO.read(lake, NAME).atTag("audit"))).containsExactly("open");
    assertThat(states(LakeIO.read(lake, NAME).asOf(committed(second)))).containsExactly("paid");
    assertThat(states(LakeIO.read(lake, NAME).asOf(committed(third).minusMillis(1))))
        .containsExactly("paid");
    assertThat(states(LakeIO.read(lake, NAME).asOf(Instant.now().plusSeconds(3600))))
        .containsExactly("sent");
  }

  @Test
  void aTagKeepsItsSnapshotReadableAfterItExpired() throws Exception {
    commits.tag("audit", commits.add(order(1, "open", 1)));
    commits.add(order(1, "paid", 2));
    commits.add(order(1, "sent", 3));
    commits.expireAllButTheNewest(1);

    assertThat(states(LakeIO.read(lake, NAME).atTag("audit"))).containsExactly("open");
  }

  @Test
  void ofSnapshotsCommittedAtOneTimeTheNewestIsRead() throws Exception {
    for (int lsn = 1; lsn <= 7; lsn++) {
      commits.add(order(1, "v" + lsn, lsn));
    }
    for (int snapshot = 1; snapshot <= 6; snapshot++) {
      SnapshotFiles.of(lake, NAME).setCommitted(snapshot, Instant.ofEpochMilli(1000));
    }

    assertThat(states(LakeIO.read(lake, NAME).asOf(Instant.ofEpochMilli(1000))))
        .containsExactly("v6");
  }

  @Test
  void refusesSnapshotsThatAreNotThereAndSaysWhichAre() throws Exception {
    assertThatThrownBy(() -> LakeIO.read(lake, NAME).atSnapshot(1).type())
        .hasMessage("table silver.orders has no snapshot 1; nothing was committed to it yet");
    for (int lsn = 1; lsn <= 4; lsn++) {
      commits.add(order(1, "open", lsn));
    }
    commits.tag("audit", 3);
    commits.expireAllButTheNewest(2);

    assertThatThrownBy(() -> LakeIO.read(lake, NAME).atSnapshot(2).type())
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "table silver.orders has no snapshot 2 any more, it has expired; it has 3 to 4 and the"
                + " tags [audit]");
    assertThatThrownBy(() -> LakeIO.read(lake, NAME).atSnapshot(5).type())
        .hasMessage("table silver.orders has no snapshot 5; it has 3 to 4 and the tags [audit]");
    assertThatThrownBy(() -> LakeIO.read(lake, NAME).atTag("audits").type())
        .hasMessage("table silver.orders has no tag 'audits'; it has: [audit]");
    assertThatThrownBy(() -> LakeIO.read(lake, NAME).asOf(Instant.EPOCH).type())
        .hasMessage(
            "table silver.orders has no snapshot as old as 1970-01-01T00:00:00Z; it has 3 to 4 and"
                + " the tags [audit], the oldest committed at "
                + committed(3));
  }

  @Test
  void aSnapshotThatExpiresBeforeItIsReadIsAnErrorAndNoShorterResult() throws Exception {
    commits.add(order(1, "open", 1));
    Pipeline pipeline = pipeline();
    pipeline.apply(LakeIO.read(lake, NAME));
    commits.add(order(1, "paid", 2));
    commits.add(order(1, "sent", 3));
    commits.expireAllButTheNewest(1);

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining(
            "table silver.orders has no snapshot 1 any more, it has expired; it has 3 to 3");
  }

  @Test
  void anOldSnapshotHasTheColumnsThatItHad() throws Exception {
    long before = commits.add(order(1, "open", 1));
    commits.evolve(
        SchemaChange.renameColumn("state", "status"),
        SchemaChange.addColumn("note", DataTypes.STRING()));
    commits.add(GenericRow.of(2L, BinaryString.fromString("paid"), false, 2L, null));

    assertThat(LakeIO.read(lake, NAME).type().getFieldNames())
        .containsExactly("number", "status", "deleted", "lsn", "note");
    assertThat(LakeIO.read(lake, NAME).atSnapshot(before).type().getFieldNames())
        .containsExactly("number", "state", "deleted", "lsn");
    assertThat(states(LakeIO.read(lake, NAME).atSnapshot(before))).containsExactly("open");
  }

  @Test
  void refusesColumnsThatAreNotThereWhenItIsApplied() {
    assertThatThrownBy(
            () -> pipeline().apply(LakeIO.read(lake, NAME).withColumns(List.of("colour"))))
        .hasMessage(
            "table silver.orders has no column 'colour'; it has: number, state, deleted, lsn");
  }

  @Test
  void splitsTakenAwayWhileReadingAreReadOnceElsewhere() throws Exception {
    for (int lsn = 1; lsn <= 5; lsn++) {
      commits.add(order(lsn, "open", lsn), order(lsn + 10, "open", lsn));
    }
    PinnedTable table = PinnedTable.latest(lake, NAME);
    List<Split> splits =
        new ArrayList<>(lake.open(NAME).newReadBuilder().newScan().plan().splits());
    splits.addAll(List.copyOf(splits));
    SplitGroup group = PlanSplits.byBucket(5, 0, splits).get(0);
    assertThat(group.splits()).hasSize(2);
    ReadSplits<LakeRow> read = new ReadSplits<>(table, TableScan.ALL, RowForm.encoded());

    SplitsTracker tracker = read.track(group, read.all(group));
    double whole = tracker.getProgress().getWorkRemaining();
    List<OffsetRange> taken = new ArrayList<>();
    Received<LakeRow> here =
        new Received<>(
            row -> {
              if (taken.isEmpty()) {
                taken.add(tracker.trySplit(0).getResidual());
              }
            });
    read.read(group, tracker, here);
    tracker.checkDone();
    Received<LakeRow> elsewhere = new Received<>(row -> {});
    SplitsTracker rest = read.track(group, taken.get(0));
    read.read(group, rest, elsewhere);
    rest.checkDone();

    assertThat(whole).isEqualTo(read.bytes(group, read.all(group))).isPositive();
    assertThat(here.elements()).isNotEmpty().isEqualTo(elsewhere.elements());
  }

  private static InternalRow order(long number, String state, long lsn) {
    return RowCodec.of(Orders.TYPE).decode(Orders.row(number, state, state == null, lsn));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private Instant committed(long snapshot) {
    return Instant.ofEpochMilli(lake.open(NAME).snapshot(snapshot).timeMillis());
  }

  private static List<String> states(ReadRows read) {
    Received<LakeRow> received = new Received<>(row -> {});
    PinnedTable table = read.pin();
    PlanSplits plan = new PlanSplits(table, read.scan());
    Received<SplitGroup> groups = new Received<>(group -> {});
    plan.plan(groups);
    ReadSplits<LakeRow> splits = new ReadSplits<>(table, read.scan(), RowForm.encoded());
    for (SplitGroup group : groups.elements()) {
      splits.read(group, splits.track(group, splits.all(group)), received);
    }
    RowCodec codec = RowCodec.of(read.type());
    return received.elements().stream()
        .map(row -> codec.decode(row.row()).getString(1).toString())
        .toList();
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }
}
