package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchWritersTest {
  private static final long FIRST = Instant.parse("2023-01-28T22:25:22Z").toEpochMilli() * 1000;

  @TempDir Path folder;

  @Test
  void writesMoreRowsThanThePoolHoldsWithoutChangingOne() throws Exception {
    Lake lake = Lake.at(folder.toString());
    List<LakeTable> tables =
        List.of(table("current").withPrimaryKey(List.of("id")), table("history"));
    tables.forEach(lake::create);
    OpenTables open = new OpenTables(lake);
    RowCodec codec = RowCodec.of(tables.get(0).type());
    TableCommitter committer = new TableCommitter(open);
    int rows = 150_000;

    try (BatchWriters writers = new BatchWriters(open)) {
      for (int i = 0; i < rows; i++) {
        byte[] row = codec.encode(row(i));
        for (LakeTable table : tables) {
          writers.write(new LakeRow(table.name(), 0, row));
        }
      }
      for (WrittenFiles files : writers.finish("batch")) {
        committer.commit(files);
      }
    }

    for (LakeTable table : tables) {
      Map<Long, Long> micros = new HashMap<>();
      lake.read(table.name(), List.of("id", "at"))
          .forEach(
              row ->
                  micros.put(
                      row.getLong(0), row.isNullAt(1) ? null : row.getTimestamp(1, 6).toMicros()));
      assertThat(micros).hasSize(rows);
      micros.forEach((id, at) -> assertThat(at).isEqualTo(id % 10 == 0 ? null : FIRST + id));
    }
  }

  @Test
  void whatWasClosedTakesNoRowAndIsNotFinished() throws Exception {
    BatchWriters writers = written(1);
    writers.close();
    writers.close();

    assertThatThrownBy(() -> writers.write(lakeRow(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("rows of tables [silver.current] were let go of");
    assertThatThrownBy(() -> writers.finish("batch"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("rows of tables [silver.current] were let go of");
  }

  /** The Direct runner tears down what its workers are still at when a pipeline has failed. */
  @Test
  void closingWhileAnotherThreadFinishesLeavesNoThreadWaiting() throws Exception {
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 50; round++) {
        BatchWriters writers = written(10);
        CountDownLatch started = new CountDownLatch(1);
        Future<?> finishing =
            worker.submit(
                () -> {
                  started.countDown();
                  return writers.finish("batch");
                });
        started.await();
        for (int i = 0; i < round * 20; i++) {
          Thread.onSpinWait();
        }
        writers.close();
        try {
          finishing.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
          assertThat(e).hasMessageContaining("were let go of");
        }
      }
    } finally {
      worker.shutdownNow();
    }
  }

  private BatchWriters written(int rows) {
    Lake lake = Lake.at(folder.toString());
    LakeTable table = table("current");
    lake.create(table);
    BatchWriters writers = new BatchWriters(new OpenTables(lake));
    for (int i = 0; i < rows; i++) {
      writers.write(lakeRow(i));
    }
    return writers;
  }

  private static LakeRow lakeRow(long id) {
    LakeTable table = table("current");
    return new LakeRow(table.name(), 0, RowCodec.of(table.type()).encode(row(id)));
  }

  private static LakeTable table(String name) {
    return LakeTable.of(
            TableName.of("silver", name),
            RowType.builder()
                .field("id", DataTypes.BIGINT().notNull())
                .field("name", DataTypes.STRING())
                .field("at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
                .field("amount", DataTypes.DECIMAL(12, 1))
                .field("lsn", DataTypes.BIGINT().notNull())
                .build())
        .withPrimaryKey(List.of("id", "lsn"))
        .withBucketKey(List.of("id"))
        .withSequence(List.of("lsn"))
        .withBuckets(2);
  }

  private static GenericRow row(long id) {
    return GenericRow.of(
        id,
        BinaryString.fromString("a name that takes more than seven bytes, and goes on " + id),
        id % 10 == 0 ? null : Timestamp.fromMicros(FIRST + id),
        null,
        id);
  }
}
