package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakebeam.file.CheckedFile;
import io.lakebeam.file.FileCheck;
import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileFormat;
import io.lakebeam.file.FileLayout;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.RecordReader;
import io.lakebeam.file.StoredFile;
import io.lakebeam.file.StoredFiles;
import io.lakebeam.secret.Secret;
import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a lake on an S3 store does, whoever's store it is. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LakeOnS3Contract {
  protected static final TableName TABLE = Orders.CURRENT.name();

  private LocalStore store;
  protected FaultProxy proxy;
  private LocksUnderTest locks;
  protected Lake lake;

  abstract LocalStore start(Path folder);

  @BeforeAll
  void startServers(@TempDir Path folder) {
    store = start(folder.resolve("store"));
    proxy = FaultProxy.before(store.endpoint());
    locks = new LocksUnderTest(folder.resolve("servers"));
  }

  @AfterAll
  void stopServers() {
    if (locks != null) {
      locks.close();
    }
    if (store != null) {
      proxy.close();
      store.close();
    }
  }

  @BeforeEach
  void makeLake(TestInfo test) {
    lake = lakeIn(test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @Test
  void erasedRowsAreInNoSnapshotAndOthersStay() throws Exception {
    Commits commits = Commits.to(lake, Orders.CURRENT);
    commits.tag("first", commits.add(Orders.order(1, "a", 1), Orders.order(7, "b", 1)));
    commits.add(Orders.order(7, "c", 2));

    Erasure erasure = Erasure.of(lake, TABLE);
    assertThat(erasure.rewrite(type -> row -> row.getLong(0) == 7 ? null : row)).isEqualTo(1);
    Erasure.Cleaned cleaned = erasure.clean();

    assertThat(cleaned.tags()).containsExactly("first");
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:a:1");
    assertThat(lake.snapshots(TABLE).oldest()).isEqualTo(lake.snapshot(TABLE));
    FileStoreTable table = lake.open(TABLE);
    assertThat(table.store().newScan().plan().files()).hasSize(1);
    assertThat(table.fileIO().listFiles(table.location(), true))
        .filteredOn(file -> file.getPath().getName().startsWith("data-"))
        .as("data files")
        .hasSize(1);
  }

  @Test
  void filesBesideTheLakeAreListedCheckedAndRead() throws Exception {
    FileAccess access = FileAccess.at(lake.store());
    String folder = lake.warehouse() + "/landing";
    for (String name : List.of("a.csv", "b.txt", "more/c.csv")) {
      FileIO io = access.io(folder);
      io.overwriteFileUtf8(new org.apache.paimon.fs.Path(folder + "/" + name), "id\n1\nx\n");
    }
    FileLayout layout = FileLayout.of(FileFormat.CSV);
    List<FileColumn> columns = List.of(new FileColumn("id", "id", "bigint"));

    List<StoredFile> files = StoredFiles.like(folder + "/*.csv", access).list();
    CheckedFile checked = FileCheck.of(layout, columns, Set.of("id")).check(files.get(0), access);
    List<String> rows = new ArrayList<>();
    new RecordReader(layout, columns, access)
        .read(
            checked.parts().get(0),
            new FileRows() {
              @Override
              public void row(FileRow row) {
                rows.add(row.number() + " " + row.text(0));
              }

              @Override
              public void broken(long number, String reason, byte[] raw) {
                rows.add(reason);
              }
            });

    assertThat(files).extracting(StoredFile::path).containsExactly(folder + "/a.csv");
    assertThat(StoredFiles.like(folder + "/**/*.csv", access).list()).hasSize(2);
    assertThat(StoredFiles.like(lake.warehouse() + "/nowhere/*.csv", access).list()).isEmpty();
    assertThat(rows).containsExactly("2 1", "3 x");
  }

  @Test
  void rowsThatLakeIoUpsertsAreReadBack() {
    lake.create(Orders.CURRENT);
    lake.create(Orders.HISTORY);
    List<LakeRecord> records =
        LongStream.range(0, 50)
            .mapToObj(i -> Orders.record(new SourcePosition("orders-0", i), i % 20, "v" + i, i))
            .toList();

    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(records).withCoder(LakeRecordCoder.of())).apply(LakeIO.write(lake));
    pipeline.run().waitUntilFinish();

    assertThat(Orders.read(lake, Orders.CURRENT))
        .hasSize(20)
        .contains("9:v49:49", "10:v30:30", "19:v39:39");
    assertThat(Orders.read(lake, Orders.HISTORY)).hasSize(50);
    assertThat(Positions.in(lake).read()).containsEntry("orders-0", 50L);
  }

  @Test
  void aBurstOfErrorsIsWaitedOut() throws Exception {
    lake.create(Orders.CURRENT);
    FaultRule slow = proxy.on(Requests.put("/silver.db/orders/"), Fault.answer(503)).times(4);
    FaultRule broken = proxy.on(Requests.copy("/snapshot/"), Fault.answer(500)).times(2);
    FaultRule unread = proxy.on(Requests.get("/manifest"), Fault.answer(503)).times(2);

    commit(1);
    commit(2);

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:written:1", "2:written:1");
    assertThat(slow.applied()).isEqualTo(4);
    assertThat(broken.applied()).isEqualTo(2);
    assertThat(unread.applied()).isEqualTo(2);
  }

  @Test
  void aSnapshotThatIsWrittenAndNotAnsweredCountsOnce() throws Exception {
    lake.create(Orders.CURRENT);
    commit(1);
    FaultRule lost = proxy.on(Requests.copy("/snapshot/snapshot-2$"), Fault.dropAnswer());

    commit(2);

    assertThat(lost.applied()).isPositive();
    proxy.heal();
    commit(3);
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(3);
    assertThat(lake.snapshot(TABLE)).isEqualTo(3);
  }

  @Test
  void aWriteThatIsCutInItsBodyIsRepeated() throws Exception {
    lake.create(Orders.CURRENT);
    FaultRule cut = proxy.on(Requests.put("/bucket-"), Fault.cutInBody()).times(2);

    commit(1);

    assertThat(cut.applied()).isEqualTo(2);
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:written:1");
  }

  @Test
  void aCommitThatLosesItsLockIsNotWritten() throws Exception {
    lake.create(Orders.CURRENT);
    try (TableLock lock = TableLock.acquire(lake, TABLE)) {
      locks.endSessions(TABLE);

      assertThatThrownBy(() -> Orders.commitByPaimonAlone(lake, 1))
          .hasStackTraceContaining("table silver.orders: its lock was lost before the commit");
      assertThatThrownBy(lock::requireHeld).isInstanceOf(LockLostException.class);
    }
    assertThat(lake.snapshot(TABLE)).isZero();
  }

  @Test
  void aCommitWhoseLockEndsOnTheWayIsMadeUnderANewOne() throws Exception {
    lake.create(Orders.CURRENT);
    // Long enough to end the session meanwhile, on a slow machine too.
    FaultRule slow =
        proxy.on(Requests.put("/orders/manifest/"), Fault.delay(Duration.ofSeconds(6))).times(1);
    CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> commitUnchecked(1));
    await().atMost(60, TimeUnit.SECONDS).until(() -> slow.applied() == 1);
    locks.endSessions(TABLE);

    commit.get();

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:written:1");
    assertThat(lake.snapshot(TABLE)).isEqualTo(1);
  }

  private void commitUnchecked(long number) {
    try {
      commit(number);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  protected void commit(long number) throws Exception {
    OpenTables tables = new OpenTables(lake);
    try (BatchWriters writers = new BatchWriters(tables)) {
      writers.write(new LakeRow(TABLE, 0, Orders.row(number, "written", false, 1)));
      for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
        new TableCommitter(tables).commit(files);
      }
    }
  }

  private Lake lakeIn(String folder) {
    return Lake.at("s3://lake/" + folder)
        .withStore(
            ObjectStore.at(proxy.endpoint().toString())
                .withKeys(store.accessKey(), new Secret(store.secretKey())))
        .withLocks(locks.database());
  }
}
