package io.lakebeam.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowCodec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come in order of their keys, or nearly so, and tables that share them. */
class RowsInOrderTest {
  private static final long LITTLE = 128 << 10;

  @TempDir private Path folder;

  @Test
  void rowsThatComeInOrderAreOneFileThoughTheMemoryIsLittle() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("ordered"));
    List<DataFileMeta> files;

    try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
      for (long i = 0; i < 50_000; i++) {
        writer.write(GenericRow.of(i, WrittenTable.text(i)));
      }
      files = WrittenTable.files(writer.finish());
    }

    assertThat(files).hasSize(1);
    assertThat(files.get(0).rowCount()).isEqualTo(50_000);
  }

  @Test
  void rowsThatComeInOrderOnlyForAWhileLoseNone() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("halves"));

    try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
      for (long i = 0; i < 20_000; i++) {
        writer.write(GenericRow.of(i, WrittenTable.text(i)));
      }
      for (long i = 10_000; i < 30_000; i++) {
        writer.write(GenericRow.of(i, WrittenTable.text(i)));
      }
      table.commit(writer.finish());
    }

    assertThat(table.rows()).hasSize(30_000).doesNotHaveDuplicates();
  }

  @Test
  void twoTablesHoldTheBytesOfARecordOnce() throws Exception {
    WrittenTable history =
        WrittenTable.in(
            folder,
            LakeTable.of(WrittenTable.name("versions"), keyedByBoth())
                .withPrimaryKey(List.of("id", "text")));
    WrittenTable current =
        WrittenTable.in(
            folder,
            LakeTable.of(WrittenTable.name("newest"), keyedByBoth()).withPrimaryKey(List.of("id")));
    RowCodec codec = RowCodec.of(keyedByBoth());
    PagePool pool = new PagePool(LITTLE);

    try (TableWriter versions = history.writer(pool);
        TableWriter newest = current.writer(pool)) {
      for (long i = 0; i < 30_000; i++) {
        byte[] row = codec.encode(GenericRow.of(i * 7_919 % 10_000, WrittenTable.text(i)));
        versions.write(row);
        newest.write(row);
      }
      history.commit(versions.finish());
      current.commit(newest.finish());
    }

    assertThat(history.rows()).hasSize(30_000).doesNotHaveDuplicates();
    assertThat(current.rows())
        .hasSize(10_000)
        .allMatch(row -> Long.parseLong(row.replaceAll(".* ", "")) >= 20_000);
  }

  @Test
  void aTableOutOfOrderIsNoHeapOfSmallFilesThoughTheOneThatSharesItsBytesIsInOrder()
      throws Exception {
    WrittenTable versions =
        WrittenTable.in(
            folder,
            LakeTable.of(WrittenTable.name("in_order"), keyedByBoth())
                .withPrimaryKey(List.of("id", "text")));
    WrittenTable newest =
        WrittenTable.in(
            folder,
            LakeTable.of(WrittenTable.name("out_of_order"), keyedByBoth())
                .withPrimaryKey(List.of("text")));
    RowCodec codec = RowCodec.of(keyedByBoth());
    PagePool pool = new PagePool(4 << 20);
    List<DataFileMeta> files;

    try (TableWriter ordered = versions.writer(pool);
        TableWriter unordered = newest.writer(pool)) {
      for (long i = 0; i < 300_000; i++) {
        byte[] row = codec.encode(GenericRow.of(i, WrittenTable.text(i * 7_919 % 300_000)));
        ordered.write(row);
        unordered.write(row);
      }
      assertThat(WrittenTable.files(ordered.finish())).hasSizeLessThan(6);
      files = WrittenTable.files(unordered.finish());
    }

    assertThat(files).hasSizeLessThan(6);
    assertThat(files.stream().mapToLong(DataFileMeta::rowCount).sum()).isEqualTo(300_000);
  }

  @Test
  void fewOfManyTablesInOrderKeepTheirFileOpen() throws Exception {
    PagePool pool = new PagePool(1 << 20);
    Map<WrittenTable, TableWriter> writers = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("of_many_" + i));
      writers.put(table, table.writer(pool));
    }
    int mostOpen = 0;

    for (long i = 0; i < 5_000; i++) {
      for (TableWriter writer : writers.values()) {
        writer.write(GenericRow.of(i, WrittenTable.text(i)));
      }
      mostOpen = Math.max(mostOpen, pool.openFiles());
    }

    assertThat(mostOpen).isEqualTo(8);
    for (Map.Entry<WrittenTable, TableWriter> entry : writers.entrySet()) {
      try (TableWriter writer = entry.getValue()) {
        entry.getKey().commit(writer.finish());
      }
      assertThat(entry.getKey().rows()).hasSize(5_000).doesNotHaveDuplicates();
    }
    assertThat(pool.openFiles()).isZero();
  }

  private static RowType keyedByBoth() {
    return RowType.builder()
        .field("id", DataTypes.BIGINT().notNull())
        .field("text", DataTypes.STRING().notNull())
        .build();
  }
}
