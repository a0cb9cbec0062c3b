package io.lakebeam.lake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.manifest.ManifestEntry;
import org.apache.paimon.manifest.ManifestFile;
import org.apache.paimon.manifest.ManifestFileMeta;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ErasureTest {
  private static final TableName TABLE = Orders.CURRENT.name();
  private static final String CANARY = "a canary's value";

  @TempDir private Path folder;
  private Lake lake;
  private Commits commits;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    commits = Commits.to(lake, Orders.CURRENT);
  }

  @Test
  void erasedRowsAreInNoFileWhileOthersStay() throws Exception {
    commits.tag("first", commits.add(Orders.order(1, "a", 1), Orders.order(7, CANARY, 1)));
    Maintenance.of(lake).compactingFully().run(TABLE);
    commits.add(Orders.order(7, "another value", 2), Orders.order(8, CANARY, 1));
    long last = commits.add(Orders.order(2, "b", 1));
    Path his = filesWithTheCanary().stream().filter(ErasureTest::isData).findFirst().orElseThrow();
    Path orphan = Files.copy(his, his.resolveSibling("data-of-a-killed-writer-0.parquet"));
    assertThat(filesWithTheCanary()).contains(his, orphan);
    assertThat(folder.resolve("lake/silver.db/orders/metadata")).exists();

    Erasure erasure = Erasure.of(lake, TABLE);
    assertThat(erasure.count(type -> ErasureTest::withoutHim)).isEqualTo(2);
    assertThat(erasure.rewrite(type -> ErasureTest::withoutHim)).isEqualTo(2);
    Erasure.Cleaned cleaned = erasure.clean();

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:a:1", "2:b:1");
    assertThat(filesWithTheCanary()).isEmpty();
    assertThat(orphan).doesNotExist();
    assertThat(keysInManifests()).isNotEmpty().allMatch(key -> key == 1 || key == 2);
    assertThat(cleaned.tags()).containsExactly("first");
    assertThat(cleaned.snapshots()).isEqualTo(last + 1);
    assertThat(lake.open(TABLE).tagManager().allTagNames()).isEmpty();
    assertThat(folder.resolve("lake/silver.db/orders/metadata")).exists();
  }

  @Test
  void everyRowMayBeErased() throws Exception {
    commits.add(Orders.order(7, CANARY, 1));

    Erasure erasure = Erasure.of(lake, TABLE);
    erasure.rewrite(type -> row -> null);
    erasure.clean();

    assertThat(Orders.read(lake, Orders.CURRENT)).isEmpty();
    assertThat(filesWithTheCanary()).isEmpty();
    assertThat(keysInManifests()).isEmpty();
    commits.add(Orders.order(1, "a", 1));
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:a:1");
  }

  @Test
  void nothingIsErasedFromATableThatIsEmpty() {
    Erasure erasure = Erasure.of(lake, TABLE);

    assertThat(erasure.rewrite(type -> row -> null)).isZero();
    erasure.clean();

    assertThat(Orders.read(lake, Orders.CURRENT)).isEmpty();
  }

  /** Files that were written before and are committed after it, but before the past is cleaned. */
  @Test
  void noCommitOfAWriterIsLost() throws Exception {
    commits.add(Orders.order(7, CANARY, 1));
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> writeUntil(done));
    try (RowBatch batch = RowBatch.in(lake)) {
      batch.write(
          RowEncoder.of(lake, TABLE, lake.type(TABLE))
              .encode(Orders.order(5_000_000, "begun before", 1)));
      for (int round = 0; round < 3; round++) {
        Erasure erasure = Erasure.of(lake, TABLE);
        erasure.rewrite(type -> ErasureTest::withoutHim);
        if (round == 0) {
          batch.commit();
        }
        erasure.clean();
      }
    } finally {
      done.set(true);
    }

    long written = writer.join();
    assertThat(written).isPositive();
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize((int) written + 1);
    assertThat(filesWithTheCanary()).isEmpty();
  }

  @Test
  void refusesATableThatHasBranches() throws Exception {
    commits.add(Orders.order(7, CANARY, 1));
    lake.open(TABLE).createBranch("copy");

    assertThatThrownBy(() -> Erasure.of(lake, TABLE))
        .hasMessage(
            "table silver.orders: it has the branches [copy], which nothing is erased from; drop"
                + " them first");
  }

  private long writeUntil(AtomicBoolean done) {
    long written = 0;
    while (!done.get() || written == 0) {
      try (RowBatch batch = RowBatch.in(lake)) {
        batch.write(
            RowEncoder.of(lake, TABLE, lake.type(TABLE))
                .encode(Orders.order(1_000 + written, "w", 1)));
        batch.commit();
        written++;
      }
    }
    return written;
  }

  private static InternalRow withoutHim(InternalRow row) {
    return row.getLong(0) == 7 || row.getLong(0) == 8 ? null : row;
  }

  /** Of whatever has been replaced as well. */
  private List<Long> keysInManifests() {
    FileStoreTable table = lake.open(TABLE);
    ManifestFile manifests = table.store().manifestFileFactory().create();
    List<Long> keys = new ArrayList<>();
    for (ManifestFileMeta meta :
        table
            .store()
            .manifestListFactory()
            .create()
            .readAllManifests(table.snapshotManager().latestSnapshot())) {
      for (ManifestEntry entry : manifests.read(meta.fileName())) {
        keys.add(entry.file().minKey().getLong(0));
        keys.add(entry.file().maxKey().getLong(0));
      }
    }
    return keys;
  }

  private static boolean isData(Path file) {
    return file.getFileName().toString().startsWith("data-");
  }

  private List<Path> filesWithTheCanary() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : files().toList()) {
      if (new String(Files.readAllBytes(file), ISO_8859_1).contains(CANARY)) {
        found.add(file);
      }
    }
    return found;
  }

  private Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }
}
