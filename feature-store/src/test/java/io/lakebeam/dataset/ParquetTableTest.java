package io.lakebeam.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final TableSchema ALL =
      new TableSchema(
          Arrays.stream(ColumnType.values())
              .map(type -> Column.optional(type.name(), type))
              .toList());
  private static final TableSchema IDS =
      TableSchema.of(
          Column.required("row", ColumnType.INT64), Column.optional("age", ColumnType.DOUBLE));

  @TempDir Path directory;

  @Test
  void givesBackEveryTypeWithItsExtremesAndNulls() throws IOException {
    Object[][] rows = {
      {1, 2L, 0.1, "naïve 🙂", true, Instant.parse("2026-01-02T03:04:05.678901Z")},
      {null, null, null, null, null, null},
      {
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Double.NaN,
        "",
        false,
        Instant.parse("0001-01-01T00:00:00Z")
      },
      {0, 0L, -0.0, "\0", null, Instant.parse("1969-12-31T23:59:59.999999Z")}
    };
    Path file = write("all.parquet", ALL, rows);

    TableData data = ParquetTable.read(file);

    assertThat(data.schema()).isEqualTo(ALL);
    assertThat(rowsOf(data)).isDeepEqualTo(rows);
  }

  @Test
  void readsMoreRowsThanFitOnOnePage() throws IOException {
    Object[][] rows =
        IntStream.range(0, 50_000)
            .mapToObj(i -> new Object[] {(long) i, i % 7 == 0 ? null : i / 3.0})
            .toArray(Object[][]::new);

    assertThat(rowsOf(ParquetTable.read(write("many.parquet", IDS, rows)))).isDeepEqualTo(rows);
  }

  @Test
  void readsAFileWithoutRows() throws IOException {
    assertThat(ParquetTable.read(write("none.parquet", IDS)).rows()).isZero();
  }

  @Test
  void writesTheSameBytesForTheSameRows() throws IOException {
    Object[][] rows = {{1L, 2.0}, {2L, null}};

    assertThat(write("one.parquet", IDS, rows))
        .hasSameBinaryContentAs(write("two.parquet", IDS, rows));
  }

  @Test
  void replacesAnOlderFileAtCommitOnly() throws IOException {
    Path file = write("table.parquet", IDS, new Object[] {1L, 2.0});
    try (TableWriter writer = ParquetTable.writer(file, IDS)) {
      writer.write(7L, null);
      assertThat(ParquetTable.read(file).value(0, 0)).isEqualTo(1L);
      writer.commit();
    }

    assertThat(ParquetTable.read(file).value(0, 0)).isEqualTo(7L);
    assertThat(filesIn(directory)).containsExactly("table.parquet");
  }

  @Test
  void leavesNothingBehindWithoutACommit() throws IOException {
    try (TableWriter writer = ParquetTable.writer(directory.resolve("table.parquet"), IDS)) {
      writer.write(7L, null);
    }

    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void refusesARowThatDoesNotFitItsSchema() throws IOException {
    try (TableWriter writer = ParquetTable.writer(directory.resolve("table.parquet"), IDS)) {
      writer.write(1L, 1.0);
      assertThatThrownBy(() -> writer.write(null, 1.0))
          .hasMessageContaining("table.parquet row 1: column 'row' found: null; allowed: Long");
      assertThatThrownBy(() -> writer.write(2L, 1))
          .hasMessageContaining("column 'age' found: Integer '1'; allowed: Double or null");
      assertThatThrownBy(() -> writer.write(2L))
          .hasMessageContaining("found 1 values; allowed: 2, one for each of [row, age]");
      assertThat(writer.rows()).isEqualTo(1);
    }
  }

  @Test
  void refusesATimeThatMicrosecondsCannotHold() throws IOException {
    TableSchema times = TableSchema.of(Column.required("at", ColumnType.TIMESTAMP_MICROS));
    try (TableWriter writer = ParquetTable.writer(directory.resolve("t.parquet"), times)) {
      assertThatThrownBy(() -> writer.write(Instant.ofEpochSecond(0, 1)))
          .hasMessageContaining("allowed: Instant in whole microseconds");
      assertThatThrownBy(() -> writer.write(Instant.MAX.truncatedTo(ChronoUnit.MICROS)))
          .hasMessageContaining("allowed: Instant in whole microseconds");
    }
  }

  @Test
  void saysWhichFileIsNotParquetOrNotThere() throws IOException {
    Path text = Files.writeString(directory.resolve("text.parquet"), "row,age\n1,2\n3,4\n");
    assertThatThrownBy(() -> ParquetTable.read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.parquet: not a readable Parquet file");
    assertThatThrownBy(() -> ParquetTable.read(directory.resolve("absent.parquet")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent.parquet");
  }

  @Test
  void saysWhichFileIsCutOff() throws IOException {
    Path file = write("table.parquet", IDS, new Object[] {1L, 2.0});
    byte[] bytes = Files.readAllBytes(file);
    Path cut = directory.resolve("cut.parquet");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 9));

    assertThatThrownBy(() -> ParquetTable.read(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.parquet: not a readable Parquet file");
  }

  @Test
  void refusesAColumnNameThatIsThereTwice() {
    assertThatThrownBy(
            () ->
                TableSchema.of(
                    Column.required("a", ColumnType.INT32), Column.optional("a", ColumnType.INT64)))
        .hasMessageContaining("column 'a' is there twice");
  }

  private Path write(String name, TableSchema schema, Object[]... rows) throws IOException {
    Path file = directory.resolve(name);
    try (TableWriter writer = ParquetTable.writer(file, schema)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
    return file;
  }

  private static Object[][] rowsOf(TableData data) {
    return IntStream.range(0, data.rows())
        .mapToObj(
            row ->
                IntStream.range(0, data.schema().columns().size())
                    .mapToObj(column -> data.value(row, column))
                    .toArray())
        .toArray(Object[][]::new);
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
