package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.awaitility.Awaitility;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadChangesTest {
  private static final TableName NAME = Orders.HISTORY.name();

  /** What pipelines of this class received, by a name of the run's own. */
  private static final Map<String, Queue<String>> RECEIVED = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private Lake lake;
  private Commits commits;

  /** What each snapshot added, {@code snapshot number:state:lsn}, written down as it was. */
  private final TreeMap<Long, List<String>> added = new TreeMap<>();

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.toString());
    commits = Commits.to(lake, Orders.HISTORY);
  }

  @Test
  void changesAreTheRowsOfTheCommitsInTheRangeAndNotThoseOfCompactions() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long lsn = 0;
    for (int commit = 0; commit < 10; commit++) {
      List<InternalRow> rows = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        rows.add(order(random.nextInt(20), "v" + commit, ++lsn));
      }
      add(rows.toArray(InternalRow[]::new));
      if (commit % 3 == 1) {
        added.put(commits.compact(), List.of());
      }
    }
    long last = added.lastKey();

    for (int i = 0; i < 25; i++) {
      long after = random.nextLong(last + 1);
      long through = after + random.nextLong(last - after + 1);
      assertThat(changes(LakeIO.changes(lake, NAME).between(after, through)))
          .as("seed %d, after %d up to %d", seed, after, through)
          .containsExactlyInAnyOrderElementsOf(expected(after, through));
    }
    assertRun(LakeIO.changes(lake, NAME).between(2, last - 1), expected(2, last - 1));
    assertRun(LakeIO.changes(lake, NAME).since(5), expected(5, last));
  }

  @Test
  void anUpsertTableGivesTheVersionsOfEveryCommit() throws Exception {
    Commits current = Commits.to(lake, Orders.CURRENT);
    current.add(order(1, "open", 1), order(1, "paid", 2));
    current.add(order(1, "late", 0));
    current.compact();

    // The two versions of one commit were merged by its writer; the older one of a later commit
    // does not win in the table and still was added.
    assertThat(changes(LakeIO.changes(lake, Orders.CURRENT.name()).since(0)))
        .containsExactlyInAnyOrder("1 1:paid:2", "2 1:late:0");
  }

  @Test
  void columnsAndFiltersApplyToEachRow() throws Exception {
    add(order(1, "open", 1), order(2, null, 2));
    add(order(1, "paid", 3));
    PCollection<Row> rows =
        pipeline()
            .apply(
                LakeIO.changes(lake, NAME)
                    .since(0)
                    .withColumns(List.of("state"))
                    .withFilter(RowFilter.equal("number", 1).and(RowFilter.atLeast("lsn", 3)))
                    .asRows());

    Row row =
        Row.withSchema(rows.getSchema().getField("row").getType().getRowSchema())
            .addValue("paid")
            .build();
    PAssert.that(rows)
        .containsInAnyOrder(
            Row.withSchema(rows.getSchema()).addValues(2L, committed(2), "+I", row).build());
    rows.getPipeline().run().waitUntilFinish();
  }

  @Test
  void deletionsKeepTheirKind() throws Exception {
    add(order(1, "open", 1));
    InternalRow deleted = order(1, "open", 1);
    deleted.setRowKind(RowKind.DELETE);
    commits.add(deleted);

    Received<TableChange> received =
        received(
            LakeIO.changes(lake, NAME).between(1, 2).reader(RowForm.change()),
            new OffsetRange(2, 3));

    RowCodec codec = RowCodec.of(Orders.TYPE);
    assertThat(received.elements())
        .extracting(change -> codec.decode(change.row().row()).getRowKind())
        .containsExactly(RowKind.DELETE);
  }

  @Test
  void rowsCommittedWhileItRunsArriveOnceEach() throws Exception {
    add(order(1, "before", 1), order(2, "before", 2));
    String run = "unbounded";
    RECEIVED.put(run, new ConcurrentLinkedQueue<>());
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            LakeIO.changes(lake, NAME).from(0).withPollInterval(org.joda.time.Duration.millis(100)))
        .apply(ParDo.of(new Keep(run)));
    PipelineResult result = pipeline.run();
    try {
      for (int commit = 0; commit < 5; commit++) {
        awaitReceived(run);
        add(order(commit, "during", 10 + commit), order(commit + 7, "during", 10 + commit));
        added.put(commits.compact(), List.of());
      }
      awaitReceived(run);
    } finally {
      result.cancel();
    }
    assertThat(RECEIVED.get(run)).containsExactlyInAnyOrderElementsOf(expected(0, 99));
  }

  @Test
  void aListingThatIsInterruptedGoesOnWhereItWas() throws Exception {
    for (int lsn = 1; lsn <= 6; lsn++) {
      add(order(lsn, "open", lsn));
    }
    List<Long> listed = new ArrayList<>();
    OffsetRange rest = new SnapshotRange(0, SnapshotRange.OPEN).offsets();
    while (listed.size() < 6) {
      // Each part is done by a new worker that has nothing but the restriction's bytes.
      rest = CoderUtils.clone(OffsetRange.Coder.of(), listOne(rest, listed));
    }

    assertThat(listed).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(rest.getFrom()).isEqualTo(7);
  }

  @Test
  void timestampsNeverGoBackwardsThoughAClockDid() throws Exception {
    for (int lsn = 1; lsn <= 3; lsn++) {
      add(order(lsn, "open", lsn));
    }
    SnapshotFiles files = SnapshotFiles.of(lake, NAME);
    files.setCommitted(1, java.time.Instant.ofEpochMilli(5000));
    files.setCommitted(2, java.time.Instant.ofEpochMilli(2000));
    files.setCommitted(3, java.time.Instant.ofEpochMilli(7000));
    Received<SplitGroup> groups = new Received<>(group -> {});
    ListSnapshots list = LakeIO.changes(lake, NAME).since(0).reader(RowForm.change()).list();

    var unused =
        list.list(list.track(list.all()), new WatermarkEstimators.Manual(list.start()), groups);

    assertThat(groups.timestamps())
        .extracting(Instant::getMillis)
        .containsExactly(5000L, 5000L, 7000L);
    assertThat(groups.elements())
        .extracting(SplitGroup::committed)
        .containsExactly(5000L, 2000L, 7000L);
  }

  @Test
  void aColumnAddedWhileItRunsIsLeftOutAndTheRowsAreNot() throws Exception {
    add(order(1, "open", 1));
    ReadTableChanges<TableChange> built =
        LakeIO.changes(lake, NAME).from(0).reader(RowForm.change());
    commits.evolve(SchemaChange.addColumn("note", DataTypes.STRING()));
    commits.add(
        GenericRow.of(
            2L, BinaryString.fromString("paid"), false, 2L, BinaryString.fromString("new")));

    assertThat(built.type().getFieldNames()).containsExactly("number", "state", "deleted", "lsn");
    assertThat(texts(received(built, new OffsetRange(1, 3))))
        .containsExactlyInAnyOrder("1 1:open:1", "2 2:paid:2");
    assertThat(changes(LakeIO.changes(lake, NAME).since(0)))
        .containsExactlyInAnyOrder("1 1:open:1", "2 2:paid:2");
  }

  @Test
  void refusesARangeThatHasExpiredAndSaysTheWayOut() throws Exception {
    for (int lsn = 1; lsn <= 4; lsn++) {
      add(order(lsn, "open", lsn));
    }
    Pipeline built = pipeline();
    built.apply(LakeIO.changes(lake, NAME).between(0, 4));
    commits.expireAllButTheNewest(2);

    String why =
        "table silver.orders_history: the changes of snapshot %d are asked for, but it has expired;"
            + " the oldest there is 3, the latest 4; read the table whole with"
            + " LakeIO.read(...).atSnapshot(4), then the changes after 4";
    assertThatThrownBy(() -> pipeline().apply(LakeIO.changes(lake, NAME).from(0)))
        .isInstanceOf(LakeException.class)
        .hasMessage(why.formatted(1));
    assertThatThrownBy(() -> built.run().waitUntilFinish()).hasMessageContaining(why.formatted(1));
    assertThat(changes(LakeIO.changes(lake, NAME).between(2, 4)))
        .containsExactlyInAnyOrderElementsOf(expected(2, 4));
  }

  @Test
  void refusesASnapshotThatReplacedTheRowsRatherThanLeaveThemOut() throws Exception {
    add(order(1, "open", 1));
    long replaced = commits.overwrite(order(2, "open", 2));
    add(order(3, "open", 3));

    assertThatThrownBy(() -> changes(LakeIO.changes(lake, NAME).since(0)))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "table silver.orders_history: snapshot 2 replaced rows that were there, which is no"
                + " list of changes; read the table whole with LakeIO.read(...).atSnapshot(2),"
                + " then the changes after 2");
    assertThat(changes(LakeIO.changes(lake, NAME).since(replaced))).containsExactly("3 3:open:3");
  }

  @Test
  void manySnapshotsAreListedInParallelAndEachOnce() {
    ListSnapshots list =
        new ListSnapshots.Bounded(
            PinnedTable.latest(lake, NAME),
            TableScan.ALL,
            new SnapshotRange(10, 130),
            org.joda.time.Duration.ZERO,
            Clock.systemUTC());
    Received<OffsetRange> parts = new Received<>(part -> {});

    list.split(list.all(), parts);

    assertThat(parts.elements())
        .containsExactly(
            new OffsetRange(11, 61), new OffsetRange(61, 111), new OffsetRange(111, 131));
  }

  @Test
  void refusesRangesThatMeanNothing() throws Exception {
    add(order(1, "open", 1));
    ReadChanges changes = LakeIO.changes(lake, NAME);

    assertThatThrownBy(() -> pipeline().apply(changes))
        .hasMessageContaining("say which changes: between(a, b), since(a)");
    assertThatThrownBy(() -> changes.between(3, 2)).hasMessageContaining("found after 3 up to 2");
    assertThatThrownBy(() -> pipeline().apply(changes.between(0, 2)))
        .hasMessage(
            "table silver.orders_history has no snapshot 2 yet; it has 1 to 1 and the tags []");
    assertThatThrownBy(() -> pipeline().apply(changes.from(2)))
        .hasMessageContaining("has no snapshot 2 to go on from; it has 1 to 1");
    assertThatThrownBy(() -> changes.withPollInterval(org.joda.time.Duration.ZERO))
        .hasMessage("the poll interval must be longer than 0, found PT0S");
    assertThatThrownBy(changes::whenCommitted)
        .hasMessageContaining("only changes.sinceLastRun(reader) has a position to move");
    assertThatThrownBy(() -> changes.sinceLastRun(" ")).hasMessageContaining("needs a name");
  }

  private void add(InternalRow... rows) throws Exception {
    long snapshot = commits.add(rows);
    added.put(snapshot, Arrays.stream(rows).map(r -> text(snapshot, r)).toList());
  }

  private List<String> expected(long after, long through) {
    return added.subMap(after, false, through, true).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Lists one snapshot, or none where there is none yet; what is left to do. */
  private OffsetRange listOne(OffsetRange range, List<Long> listed) {
    ListSnapshots list = LakeIO.changes(lake, NAME).from(0).reader(RowForm.change()).list();
    OffsetRangeTracker tracker = list.track(range);
    List<OffsetRange> rest = new ArrayList<>();
    Received<SplitGroup> groups =
        new Received<>(
            group -> {
              listed.add(group.snapshot());
              rest.add(tracker.trySplit(0).getResidual());
            });
    var unused = list.list(tracker, new WatermarkEstimators.Manual(list.start()), groups);
    tracker.checkDone();
    return rest.get(0);
  }

  private void awaitReceived(String run) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> RECEIVED.get(run).size() >= expected(0, 99).size());
  }

  private java.time.Instant committed(long snapshot) {
    return java.time.Instant.ofEpochMilli(lake.open(NAME).snapshot(snapshot).timeMillis());
  }

  private static InternalRow order(long number, String state, long lsn) {
    return RowCodec.of(Orders.TYPE).decode(Orders.row(number, state, state == null, lsn));
  }

  private static String text(long snapshot, InternalRow row) {
    return "%d %d:%s:%d"
        .formatted(
            snapshot,
            row.getLong(0),
            row.isNullAt(1) ? "-" : row.getString(1).toString(),
            row.getLong(3));
  }

  /** What the transform's own DoFns put out, without a runner. */
  private static List<String> changes(ReadChanges changes) {
    ReadTableChanges<TableChange> read = changes.reader(RowForm.change());
    return texts(received(read, read.list().all()));
  }

  private static List<String> texts(Received<TableChange> received) {
    RowCodec codec = RowCodec.of(Orders.TYPE);
    return received.elements().stream()
        .map(change -> text(change.snapshot(), codec.decode(change.row().row())))
        .toList();
  }

  private static Received<TableChange> received(
      ReadTableChanges<TableChange> read, OffsetRange range) {
    Received<SplitGroup> groups = new Received<>(group -> {});
    ListSnapshots list = read.list();
    OffsetRangeTracker tracker = list.track(range);
    var unused = list.list(tracker, new WatermarkEstimators.Manual(list.start()), groups);
    tracker.checkDone();
    Received<TableChange> received = new Received<>(change -> {});
    ReadSplits<TableChange> splits = read.read();
    for (SplitGroup group : groups.elements()) {
      splits.read(group, splits.track(group, splits.all(group)), received);
    }
    return received;
  }

  private static void assertRun(ReadChanges changes, List<String> expected) {
    Pipeline pipeline = pipeline();
    PCollection<String> texts = pipeline.apply(changes).apply(ParDo.of(new ToText()));
    PAssert.that(texts).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  static final class ToText extends DoFn<TableChange, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element TableChange change, OutputReceiver<String> out) {
      out.output(text(change.snapshot(), RowCodec.of(Orders.TYPE).decode(change.row().row())));
    }
  }

  static final class Keep extends DoFn<TableChange, String> {
    private static final long serialVersionUID = 1L;
    private final String run;

    Keep(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element TableChange change) {
      RECEIVED
          .get(run)
          .add(text(change.snapshot(), RowCodec.of(Orders.TYPE).decode(change.row().row())));
    }
  }
}
