package io.lakebeam.lake.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowFilter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTableWriterTest {
  private static final long LITTLE = 128 << 10;
  private static final long MUCH = 64 << 20;

  private static final RowType ALL_TYPES =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("part", DataTypes.STRING().notNull())
          .field("text", DataTypes.STRING())
          .field("bytes", DataTypes.BYTES())
          .field("flag", DataTypes.BOOLEAN())
          .field("tiny", DataTypes.TINYINT())
          .field("small", DataTypes.SMALLINT())
          .field("number", DataTypes.INT())
          .field("real", DataTypes.FLOAT())
          .field("precise", DataTypes.DOUBLE())
          .field("cents", DataTypes.DECIMAL(9, 2))
          .field("amount", DataTypes.DECIMAL(18, 4))
          .field("huge", DataTypes.DECIMAL(38, 10))
          .field("day", DataTypes.DATE())
          .field("time", DataTypes.TIME(3))
          .field("at", DataTypes.TIMESTAMP(6))
          .field("moment", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("version", DataTypes.BIGINT())
          .build();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {LITTLE, MUCH})
  void theNewestRowOfEachKeyIsThereWhateverTheMemory(long memory) throws Exception {
    WrittenTable table = WrittenTable.in(folder, allTypes("many").withBuckets(3));
    Random random = new Random(11);
    Map<String, String> expected = new HashMap<>();
    Map<String, Long> newest = new HashMap<>();

    try (TableWriter writer = table.writer(new PagePool(memory))) {
      for (int i = 0; i < 20_000; i++) {
        GenericRow row = random(random, i);
        String key = row.getField(0) + "|" + row.getField(1);
        long version = (long) row.getField(17);
        if (version >= newest.getOrDefault(key, Long.MIN_VALUE)) {
          newest.put(key, version);
          expected.put(key, table.text(row));
        }
        writer.write(row);
      }
      table.commit(writer.finish());
    }

    assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  @Test
  void withoutColumnsThatOrderRowsTheLastCommitWinsADeleteToo() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("unordered"));

    for (RowKind kind : List.of(RowKind.INSERT, RowKind.INSERT, RowKind.DELETE)) {
      BinaryString text = WrittenTable.text(table.rows().size());
      try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
        for (long id = kind == RowKind.DELETE ? 50 : 0; id < 100; id++) {
          writer.write(GenericRow.ofKind(kind, id, text));
        }
        table.commit(writer.finish());
      }
    }

    assertThat(table.rows()).hasSize(50).allMatch(row -> row.endsWith("|the text of row 100"));
  }

  @Test
  void paimonKnowsOfAFileWhatItKnowsOfItsOwn() throws Exception {
    WrittenTable ours = WrittenTable.in(folder, allTypes("ours"));
    WrittenTable paimons = WrittenTable.in(folder, allTypes("paimons"));
    List<DataFileMeta> files = new ArrayList<>();

    for (WrittenTable table : List.of(ours, paimons)) {
      Random random = new Random(3);
      try (TableWriter writer =
          table.equals(ours) ? table.writer(new PagePool(MUCH)) : table.paimons()) {
        for (int i = 0; i < 5_000; i++) {
          writer.write(random(random, i));
        }
        files.addAll(WrittenTable.files(writer.finish()));
      }
    }

    assertThat(files).hasSize(2);
    DataFileMeta found = files.get(0);
    DataFileMeta wanted = files.get(1);
    assertThat(found.rowCount()).isEqualTo(wanted.rowCount());
    assertThat(found.minKey()).isEqualTo(wanted.minKey());
    assertThat(found.maxKey()).isEqualTo(wanted.maxKey());
    assertThat(found.keyStats()).isEqualTo(wanted.keyStats());
    assertThat(found.valueStats()).isEqualTo(wanted.valueStats());
    assertThat(found.valueStatsCols()).isEqualTo(wanted.valueStatsCols());
    assertThat(found.level()).isEqualTo(wanted.level());
    assertThat(found.schemaId()).isEqualTo(wanted.schemaId());
    assertThat(found.deleteRowCount()).isEqualTo(wanted.deleteRowCount());
  }

  @Test
  void rowsThatAreLargerThanAPageOrAllOfTheMemoryAreWritten() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("large"));
    Map<Long, String> texts = new TreeMap<>();
    for (long id = 10; id > 0; id--) {
      texts.put(id, "ő".repeat(id % 3 == 0 ? 100_000 : 10_000) + id);
    }

    try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
      for (Map.Entry<Long, String> row : texts.entrySet()) {
        writer.write(GenericRow.of(row.getKey(), BinaryString.fromString(row.getValue())));
        writer.write(GenericRow.of(100 - row.getKey(), WrittenTable.text(row.getKey())));
      }
      table.commit(writer.finish());
    }

    assertThat(table.rows()).hasSize(20);
    texts.forEach((id, text) -> assertThat(table.rows()).contains(id + "|" + text));
  }

  @Test
  void aFileOfSomeRowGroupsIsReadByItsStatistics() throws Exception {
    WrittenTable table = WrittenTable.in(folder, allTypes("groups"));
    Random random = new Random(5);
    byte[] noise = new byte[1_000];
    int rows = 20_000;
    try (TableWriter writer = table.writer(new PagePool(MUCH))) {
      for (int i = 0; i < rows; i++) {
        GenericRow row = random(random, i);
        random.nextBytes(noise);
        row.setField(0, (long) i);
        row.setField(3, noise.clone());
        row.setField(7, i);
        writer.write(row);
      }
      List<CommitMessage> messages = writer.finish();
      assertThat(WrittenTable.files(messages)).hasSize(1);
      assertThat(WrittenTable.files(messages).get(0).fileSize()).isGreaterThan(16 << 20);
      table.commit(messages);
    }

    for (long id : new long[] {0, 7_000, 13_579, rows - 1}) {
      List<Integer> numbers = new ArrayList<>();
      table
          .lake()
          .read(table.definition().name(), List.of("number", "id"), RowFilter.equal("id", id))
          .forEach(row -> numbers.add(row.getInt(0)));
      assertThat(numbers).containsExactly((int) id);
    }
  }

  @Test
  void aRowOfManyColumnsHasItsNullsWhereTheyWere() throws Exception {
    RowType.Builder type = RowType.builder().field("id", DataTypes.BIGINT().notNull());
    for (int i = 1; i < 130; i++) {
      type.field("c" + i, i % 2 == 0 ? DataTypes.INT() : DataTypes.STRING());
    }
    LakeTable wide =
        LakeTable.of(WrittenTable.name("wide"), type.build()).withPrimaryKey(List.of("id"));
    WrittenTable table = WrittenTable.in(folder, wide);
    Random random = new Random(13);
    List<String> expected = new ArrayList<>();
    try (TableWriter writer = table.writer(new PagePool(MUCH))) {
      for (long id = 0; id < 300; id++) {
        GenericRow row = new GenericRow(130);
        row.setField(0, id);
        for (int i = 1; i < 130; i++) {
          Object value =
              i % 2 == 0 ? (Object) i : BinaryString.fromString("x".repeat(random.nextInt(10)));
          row.setField(i, random.nextBoolean() ? null : value);
        }
        expected.add(table.text(row));
        writer.write(row);
      }
      table.commit(writer.finish());
    }

    assertThat(table.rows()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void nothingIsWrittenForWhatMustHaveAValueAndHasNone() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("required"));

    try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
      assertThatThrownBy(() -> writer.write(GenericRow.of(null, WrittenTable.text(1))))
          .hasMessage("column 'id' is NOT NULL, and a row has no value for it");
    }
  }

  @Test
  void filesThatAreNotHandedOutAreRemoved() throws Exception {
    WrittenTable table = WrittenTable.in(folder, WrittenTable.twoColumns("given_up"));

    try (TableWriter writer = table.writer(new PagePool(LITTLE))) {
      for (long i = 0; i < 20_000; i++) {
        writer.write(GenericRow.of(i * 7_919 % 20_000, WrittenTable.text(i)));
      }
      assertThat(parquetFiles()).isNotEmpty();
    }

    assertThat(parquetFiles()).isEmpty();
  }

  private List<Path> parquetFiles() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private static LakeTable allTypes(String name) {
    return LakeTable.of(WrittenTable.name(name), ALL_TYPES)
        .withPrimaryKey(List.of("id", "part"))
        .withSequence(List.of("version"));
  }

  /** A row of {@link #ALL_TYPES}: now and then with nothing, and with what is hard to order. */
  private static GenericRow random(Random random, long version) {
    GenericRow row = new GenericRow(ALL_TYPES.getFieldCount());
    row.setField(0, random.nextInt(20) == 0 ? extreme(random) : random.nextInt(2_000) - 1_000L);
    row.setField(1, BinaryString.fromString("the same begin" + random.nextInt(4)));
    row.setField(17, random.nextInt(5) == 0 ? random.nextLong(version + 1) : version);
    Object[] values = {
      BinaryString.fromString("żółć".substring(random.nextInt(5)) + random.nextInt(50)),
      new byte[] {(byte) random.nextInt(), (byte) random.nextInt()},
      random.nextBoolean(),
      (byte) random.nextInt(),
      (short) random.nextInt(),
      random.nextInt(),
      random.nextFloat() - 0.5f,
      random.nextGaussian(),
      Decimal.fromUnscaledLong(random.nextInt(999_999_999) - 500_000_000L, 9, 2),
      Decimal.fromUnscaledLong(random.nextLong() % 1_000_000_000_000_000_000L, 18, 4),
      Decimal.fromBigDecimal(
          BigDecimal.valueOf(random.nextLong(), 10)
              .multiply(BigDecimal.valueOf(1_000))
              .setScale(10),
          38,
          10),
      random.nextInt(40_000) - 20_000,
      random.nextInt(86_400_000),
      Timestamp.fromMicros(random.nextLong() / 4_000),
      Timestamp.fromEpochMillis(random.nextLong() / 4_000_000),
    };
    for (int i = 0; i < values.length; i++) {
      row.setField(2 + i, random.nextInt(10) == 0 ? null : values[i]);
    }
    return row;
  }

  private static long extreme(Random random) {
    return random.nextBoolean() ? Long.MIN_VALUE + random.nextInt(3) : Long.MAX_VALUE;
  }
}
