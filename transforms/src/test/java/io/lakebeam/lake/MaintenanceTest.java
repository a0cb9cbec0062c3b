package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MaintenanceTest {
  private static final TableName TABLE = Orders.CURRENT.name();
  private static final int ROWS = 16;

  @TempDir private Path folder;
  private Lake lake;
  private Maintenance maintenance;
  private OpenTables tables;
  private TableCommitter committer;
  private long commits;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(Orders.CURRENT);
    maintenance = Maintenance.of(lake);
    tables = new OpenTables(lake);
    committer = new TableCommitter(tables);
  }

  @Test
  void mergesFilesWhereThereAreManyAndKeepsEveryRow() throws Exception {
    commitTimes(15);
    List<String> rows = Orders.read(lake, Orders.CURRENT);

    MaintainedTable done = maintenance.run(TABLE);

    assertThat(done.bucketsCompacted()).isEqualTo(2);
    assertThat(done.filesBefore()).isEqualTo(30);
    assertThat(done.filesAfter()).isLessThanOrEqualTo(20);
    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(rows).hasSize(15 * ROWS);
  }

  @Test
  void leavesABucketOfFewFilesAlone() throws Exception {
    commitTimes(10);

    MaintainedTable done = maintenance.run(TABLE);

    assertThat(done.bucketsCompacted()).isZero();
    assertThat(done.filesAfter()).isEqualTo(done.filesBefore()).isEqualTo(20);
    assertThat(lake.snapshot(TABLE)).isEqualTo(10);
  }

  @Test
  void mergesEverythingWhenAskedToAndFindsNothingTheSecondTime() throws Exception {
    commitTimes(3);
    List<String> rows = Orders.read(lake, Orders.CURRENT);

    MaintainedTable first = maintenance.compactingFully().run(TABLE);
    long snapshot = lake.snapshot(TABLE);
    MaintainedTable second = maintenance.compactingFully().run(TABLE);

    assertThat(first.filesAfter()).isEqualTo(2);
    assertThat(first.bytesAfter()).isLessThan(first.bytesBefore());
    assertThat(second.bucketsCompacted()).isZero();
    assertThat(lake.snapshot(TABLE)).isEqualTo(snapshot);
    assertThat(Orders.read(lake, Orders.CURRENT)).isEqualTo(rows);
  }

  @Test
  void aDeletedRowStaysDeletedWhenOlderEventsAreReplayedAfterAFullCompaction() throws Exception {
    commit(Orders.row(1, "open", false, 10));
    commit(Orders.row(1, null, true, 20));

    MaintainedTable done = maintenance.compactingFully().run(TABLE);
    assertThat(done.bucketsCompacted()).isEqualTo(1);
    commit(Orders.row(1, "open", false, 10));
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:-:20");

    maintenance.compactingFully().run(TABLE);
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:-:20");
  }

  @Test
  void expiresOldSnapshotsAndKeepsWhatIsTaggedReadable() throws Exception {
    commitTimes(5);
    FileStoreTable table = lake.open(TABLE);
    table.createTag("month-end", 2);
    List<String> tagged = tagged(table);
    commitTimes(5);

    MaintainedTable done =
        maintenance.compactingFully().retainingLast(3).retainingFor(Duration.ZERO).run(TABLE);

    assertThat(done.snapshotsExpired()).isEqualTo(8);
    assertThat(table.snapshotManager().earliestSnapshotId()).isEqualTo(9);
    assertThat(tagged(table)).isEqualTo(tagged).hasSize(2 * ROWS);
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(10 * ROWS);
  }

  @Test
  void keepsYoungSnapshotsHoweverManyThereAre() throws Exception {
    commitTimes(5);

    assertThat(maintenance.retainingLast(1).run(TABLE).snapshotsExpired()).isZero();
  }

  @Test
  void deletesWhatAKilledWriterLeftButNotWhatIsStillToBeCommitted() throws Exception {
    commitTimes(1);
    makeOld(files("bucket-"));
    List<WrittenFiles> killed = write(Orders.row(1000, "killed", false, 1));
    makeOld(files("bucket-"));
    Path temporary = tableFolder().resolve("snapshot/.snapshot-2.0f0e.tmp");
    makeOld(List.of(Files.createFile(temporary)));
    List<WrittenFiles> held = write(Orders.row(1001, "held", false, 1));

    MaintainedTable done = maintenance.run(TABLE);

    assertThat(killed).hasSize(1);
    assertThat(done.orphansDeleted()).isEqualTo(2);
    assertThat(done.orphanBytes()).isPositive();
    assertThat(temporary).doesNotExist();
    commit(held);
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(ROWS + 1).contains("1001:held:1");
    assertThat(maintenance.run(TABLE).orphansDeleted()).isZero();
  }

  @Test
  void deletesNothingWhileASnapshotCannotBeRead() throws Exception {
    commitTimes(2);
    write(Orders.row(1000, "killed", false, 1));
    List<Path> files = files("bucket-");
    makeOld(files);
    Path manifest = files("manifest/manifest-").stream().filter(f -> !isList(f)).toList().get(0);
    Files.move(manifest, folder.resolve("lost"));

    assertThatThrownBy(() -> OrphanFiles.find(TABLE, lake.open(TABLE), Duration.ofDays(1)))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith(
            "table silver.orders: no orphan was deleted, because a manifest of its snapshots is"
                + " missing: ")
        .hasMessageEndingWith(manifest.getFileName().toString());
    assertThatThrownBy(() -> maintenance.run(TABLE)).isInstanceOf(LakeException.class);

    assertThat(files).allMatch(Files::exists);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() throws Exception {
    commitTimes(12);
    write(Orders.row(1000, "killed", false, 1));
    makeOld(files("bucket-"));
    List<Path> files = files("");
    Maintenance wanted = maintenance.compactingFully().retainingLast(2).retainingFor(Duration.ZERO);

    MaintainedTable said = wanted.dryRun().run(TABLE);

    assertThat(said.bucketsCompacted()).isEqualTo(2);
    assertThat(said.snapshotsExpired()).isEqualTo(10);
    assertThat(said.orphansDeleted()).isEqualTo(1);
    assertThat(files("")).isEqualTo(files);
    assertThat(wanted.run(TABLE).orphansDeleted()).isEqualTo(said.orphansDeleted());
  }

  @Test
  void ofTwoAtOnceOneWaitsAndBothSucceed() throws Exception {
    commitTimes(20);
    List<CompletableFuture<MaintainedTable>> both =
        IntStream.range(0, 2)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> maintenance.compactingFully().run(TABLE)))
            .toList();
    int compacted = 0;
    for (CompletableFuture<MaintainedTable> one : both) {
      compacted += one.get().bucketsCompacted();
    }

    assertThat(compacted).isEqualTo(2);
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(20 * ROWS);
  }

  @Test
  void aTableThatIsCompactedAsItIsWrittenLosesNothing() throws Exception {
    Positions.Writer positions = new Positions.Writer(lake);
    TableName name = TableName.of("lakebeam", "positions");
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (long i = 1; i <= 40; i++) {
                write(positions, Map.of("a-0", i, "b-" + i, i));
              }
            });
    do {
      maintenance.compactingFully().retainingLast(1).retainingFor(Duration.ZERO).run(name);
    } while (!writing.isDone());
    writing.get();

    assertThat(Positions.in(lake).read()).hasSize(41).containsEntry("a-0", 40L);
  }

  @Test
  void aTableWithoutRowsNeedsNothing() {
    MaintainedTable done = maintenance.compactingFully().run(TABLE);

    assertThat(done.filesAfter()).isZero();
    assertThat(done.bucketsCompacted()).isZero();
    assertThat(lake.snapshot(TABLE)).isZero();
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertThatThrownBy(() -> maintenance.run(TableName.of("silver", "order")))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("table silver.order is not in the lake")
        .hasMessageContaining("found: [orders]");
  }

  @Test
  void refusesSettingsThatWouldLoseData() {
    assertThatThrownBy(() -> maintenance.deletingOrphansOlderThan(Duration.ofMinutes(59)))
        .hasMessageContaining("1 hour at least; found PT59M");
    assertThatThrownBy(() -> maintenance.retainingLast(0)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> maintenance.compactingAbove(1)).hasMessageContaining("2 or more");
    assertThatThrownBy(() -> maintenance.withParallelism(0)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> maintenance.retainingFor(Duration.ofSeconds(-1)))
        .hasMessageContaining("negative");
  }

  /** Sixteen new rows, in both buckets, each time. */
  private void commitTimes(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      long first = commits * ROWS;
      commit(
          IntStream.range(0, ROWS)
              .mapToObj(n -> Orders.row(first + n, "open", false, first + n))
              .toArray(byte[][]::new));
    }
  }

  private void commit(byte[]... rows) throws Exception {
    commit(write(rows));
  }

  private void commit(List<WrittenFiles> written) throws Exception {
    for (WrittenFiles files : written) {
      committer.commit(files);
      commits++;
    }
  }

  private List<WrittenFiles> write(byte[]... rows) throws Exception {
    try (BatchWriters writers = new BatchWriters(tables)) {
      for (byte[] row : rows) {
        writers.write(new LakeRow(TABLE, 0, row));
      }
      return writers.finish(UUID.randomUUID().toString());
    }
  }

  private static void write(Positions.Writer positions, Map<String, Long> moved) {
    try {
      positions.write(moved);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> tagged(FileStoreTable table) {
    FileStoreTable tagged = table.copy(Map.of("scan.tag-name", "month-end"));
    List<String> rows = new ArrayList<>();
    new RowReader(
            TABLE, tagged, List.of("number"), tagged.newReadBuilder().newScan().plan().splits())
        .forEach(row -> rows.add(Long.toString(row.getLong(0))));
    rows.sort(null);
    return rows;
  }

  private Path tableFolder() {
    return folder.resolve("lake/silver.db/orders");
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(tableFolder())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> tableFolder().relativize(file).toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static boolean isList(Path manifest) {
    return manifest.getFileName().toString().startsWith("manifest-list-");
  }

  private static void makeOld(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
  }
}
