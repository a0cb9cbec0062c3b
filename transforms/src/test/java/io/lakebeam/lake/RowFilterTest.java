package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters against a test of every row in plain Java, over a table whose versions overlap. */
class RowFilterTest {
  private static final TableName NAME = TableName.of("silver", "kinds");
  private static final RowType TYPE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("seq", DataTypes.BIGINT().notNull())
          .field("flag", DataTypes.BOOLEAN())
          .field("tiny", DataTypes.TINYINT())
          .field("small", DataTypes.SMALLINT())
          .field("whole", DataTypes.INT())
          .field("single", DataTypes.FLOAT())
          .field("twice", DataTypes.DOUBLE())
          .field("amount", DataTypes.DECIMAL(9, 2))
          .field("name", DataTypes.STRING())
          .field("day", DataTypes.DATE())
          .field("local", DataTypes.TIMESTAMP(6))
          .field("at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("raw", DataTypes.BYTES())
          .build();
  private static final BeamRows ROWS = BeamRows.of(NAME, TYPE);
  private static final LakeTable TABLE =
      LakeTable.of(NAME, TYPE)
          .withPrimaryKey(List.of("id"))
          .withSequence(List.of("seq"))
          .withBuckets(2);

  /** Values of each column, in its order. */
  private static final Map<String, List<?>> VALUES =
      Map.ofEntries(
          Map.entry("flag", List.of(false, true)),
          Map.entry("tiny", List.of((byte) -3, (byte) 0, (byte) 5)),
          Map.entry("small", List.of((short) -300, (short) 7, (short) 300)),
          Map.entry("whole", List.of(-70_000, 0, 1, 70_000)),
          Map.entry("single", List.of(-1.5f, -0.0f, 0.0f, 2.5f, Float.NaN)),
          Map.entry("twice", List.of(Double.NEGATIVE_INFINITY, -0.0, 0.0, 0.1, 7.0, Double.NaN)),
          Map.entry("amount", List.of(decimal("-1.00"), decimal("0.01"), decimal("1234567.89"))),
          Map.entry("name", List.of("", "a", "ab", "b", "\uFFFD", "\uD83D\uDE00")),
          Map.entry("day", List.of(LocalDate.of(1900, 1, 1), LocalDate.of(2026, 11, 21))),
          Map.entry(
              "local",
              List.of(
                  LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                  LocalDateTime.parse("2026-11-21T00:00:00.000001"))),
          Map.entry(
              "at", List.of(Instant.ofEpochMilli(-1), Instant.ofEpochMilli(1_700_000_000_001L))));

  @TempDir private Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Map<Long, Row> newest = new HashMap<>();
  private Lake lake;
  private int tables;
  private FileStoreTable table;

  @BeforeEach
  void fillTable() throws Exception {
    lake = Lake.at(folder.toString());
    Commits commits = Commits.to(lake, TABLE);
    for (int commit = 0; commit < 8; commit++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        // Whole commits have one value in a column, so that their files can be left out.
        rows.add(row(random.nextInt(100), commit));
      }
      commits.add(rows.stream().map(ROWS::toPaimon).toList());
      rows.forEach(row -> newest.merge(row.getInt64("id"), row, RowFilterTest::newer));
      if (commit == 4) {
        commits.compact();
      }
    }
    table = lake.open(NAME);
  }

  @Test
  void everyOperatorFindsExactlyTheRowsThatJavaFinds() {
    for (String column : VALUES.keySet()) {
      for (Object value : VALUES.get(column)) {
        assertSame(RowFilter.equal(column, value), compares(column, value, c -> c == 0));
        assertSame(RowFilter.notEqual(column, value), compares(column, value, c -> c != 0));
        if (!column.equals("flag")) {
          assertSame(RowFilter.lessThan(column, value), compares(column, value, c -> c < 0));
          assertSame(RowFilter.atMost(column, value), compares(column, value, c -> c <= 0));
          assertSame(RowFilter.greaterThan(column, value), compares(column, value, c -> c > 0));
          assertSame(RowFilter.atLeast(column, value), compares(column, value, c -> c >= 0));
        }
      }
      List<?> some = VALUES.get(column).subList(0, 2);
      assertSame(
          RowFilter.in(column, some),
          compares(column, some.get(0), c -> c == 0)
              .or(compares(column, some.get(1), c -> c == 0)));
      assertSame(RowFilter.isNull(column), row -> row.getValue(column) == null);
      assertSame(RowFilter.isNotNull(column), row -> row.getValue(column) != null);
    }
    assertSame(RowFilter.isNull("raw"), row -> row.getValue("raw") == null);
    assertSame(
        RowFilter.startsWith("name", "a"),
        row -> row.getString("name") != null && row.getString("name").startsWith("a"));
    assertSame(RowFilter.isNotTrue("flag"), row -> !Objects.equals(row.getBoolean("flag"), true));
  }

  @Test
  void junctionsOfRandomFiltersFindExactlyTheRowsThatJavaFinds() {
    for (int i = 0; i < 60; i++) {
      Filter filter = randomFilter(3);
      assertSame(filter.filter(), filter.test());
    }
  }

  @Test
  void keysAreFilteredExactly() {
    for (long id = 0; id < 100; id += 20) {
      long limit = id;
      assertSame(
          RowFilter.equal("id", limit).or(RowFilter.greaterThan("id", 90)),
          row -> row.getInt64("id") == limit || row.getInt64("id") > 90);
    }
  }

  @Test
  void filesWithoutRowsWantedAreNotRead() throws Exception {
    LakeTable apart =
        LakeTable.of(TableName.of("silver", "apart"), TYPE).withPrimaryKey(List.of("id"));
    Commits commits = Commits.to(lake, apart);
    for (long id = 0; id < 5; id++) {
      commits.add(ROWS.toPaimon(row(id, 1)));
    }
    FileStoreTable found = lake.open(apart.name());

    assertThat(files(apart.name(), found, TableScan.ALL)).isEqualTo(5);
    assertThat(
            files(
                apart.name(), found, TableScan.ALL.withFilter(RowFilter.in("id", List.of(1, 3L)))))
        .isEqualTo(2);
  }

  @Test
  void notANumberAndTheSignOfZeroAreFoundInTheirOrder() throws Exception {
    double[][] files = {{1.0, Double.NaN}, {Double.NaN}, {-0.0, 1.0}, {0.0, 1.0}, {-1.0, -0.0}};
    for (double[] file : files) {
      // A table of one file: where there are others, a bucket is left out only as a whole.
      LakeTable floats =
          LakeTable.of(TableName.of("silver", "floats_" + tables++), TYPE)
              .withPrimaryKey(List.of("id"));
      List<Double> all = Arrays.stream(file).boxed().toList();
      List<Row> rows = new ArrayList<>();
      for (double value : file) {
        rows.add(Row.fromRow(row(rows.size(), 1)).withFieldValue("twice", value).build());
      }
      Commits.to(lake, floats).add(rows.stream().map(ROWS::toPaimon).toList());
      for (double value : new double[] {Double.NaN, 5.0, 0.0, -0.0}) {
        assertFound(floats, RowFilter.equal("twice", value), all, c -> c.compareTo(value) == 0);
        assertFound(
            floats, RowFilter.greaterThan("twice", value), all, c -> c.compareTo(value) > 0);
        assertFound(floats, RowFilter.atLeast("twice", value), all, c -> c.compareTo(value) >= 0);
        assertFound(floats, RowFilter.lessThan("twice", value), all, c -> c.compareTo(value) < 0);
        assertFound(floats, RowFilter.atMost("twice", value), all, c -> c.compareTo(value) <= 0);
      }
    }
  }

  private void assertFound(
      LakeTable floats, RowFilter filter, List<Double> all, Predicate<Double> wanted) {
    TableScan scan = TableScan.ALL.withColumns(List.of("twice")).withFilter(filter);
    FileStoreTable found = lake.open(floats.name());
    List<Double> values = new ArrayList<>();
    scan.reader(floats.name(), found, scan.pruned(floats.name(), found).newScan().plan().splits())
        .forEach(row -> values.add(row.getDouble(0)));
    assertThat(values)
        .as("%s", filter)
        .containsExactlyInAnyOrderElementsOf(all.stream().filter(wanted).toList());
  }

  @Test
  void refusesWhatNoRowCouldBeComparedWith() {
    assertRefused(RowFilter.equal("colour", 1), "no column 'colour' to filter by; it has: id, seq");
    assertRefused(
        RowFilter.equal("whole", "1"), "'whole' (INT): the filter compares it with a String");
    assertRefused(
        RowFilter.equal("tiny", 1000),
        "'tiny' (TINYINT): the filter's value is out of the column's");
    assertRefused(
        RowFilter.equal("single", 0.1), "'single' (FLOAT): the filter's value has more digits");
    assertRefused(
        RowFilter.equal("amount", new BigDecimal("0.001")),
        "'amount' (DECIMAL(9, 2)): a number with 3 digits after the point does not fit");
    assertRefused(
        RowFilter.equal("raw", new byte[1]), "'raw' (BYTES): it can only be filtered by isNull");
    assertRefused(RowFilter.startsWith("day", "2026"), "only a text can be filtered by startsWith");
    assertRefused(RowFilter.lessThan("flag", true), "it can be filtered by equal, notEqual");
    assertThatThrownBy(() -> RowFilter.equal("name", null))
        .hasMessage(
            "column 'name' cannot be compared with null; ask for null with isNull or isNotNull");
    assertThatThrownBy(() -> RowFilter.in("name", List.of()))
        .hasMessage("column 'name' in no values is no row");
  }

  private void assertRefused(RowFilter filter, String why) {
    assertThatThrownBy(() -> LakeIO.read(lake, NAME).withFilter(filter).type())
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("table silver.kinds")
        .hasMessageContaining(why);
  }

  private void assertSame(RowFilter filter, Predicate<Row> test) {
    List<Long> expected =
        newest.values().stream().filter(test).map(row -> row.getInt64("id")).sorted().toList();
    // The filter's columns are not among those read.
    TableScan scan = TableScan.ALL.withColumns(List.of("id")).withFilter(filter);
    List<Split> splits = scan.pruned(NAME, table).newScan().plan().splits();
    List<Long> found = new ArrayList<>();
    scan.reader(NAME, table, splits).forEach(row -> found.add(row.getLong(0)));
    found.sort(null);
    assertThat(found).as("seed %d, %s", seed, filter).isEqualTo(expected);
  }

  private record Filter(RowFilter filter, Predicate<Row> test) {}

  private Filter randomFilter(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      Filter left = randomFilter(depth - 1);
      Filter right = randomFilter(depth - 1);
      return random.nextBoolean()
          ? new Filter(left.filter.and(right.filter), left.test.and(right.test))
          : new Filter(left.filter.or(right.filter), left.test.or(right.test));
    }
    if (random.nextInt(4) == 0) {
      long id = random.nextInt(100);
      return new Filter(RowFilter.atMost("id", id), row -> row.getInt64("id") <= id);
    }
    String column = pick(VALUES.keySet().stream().sorted().toList());
    Object value = pick(VALUES.get(column));
    return switch (random.nextInt(column.equals("flag") ? 2 : 4)) {
      case 0 -> new Filter(RowFilter.equal(column, value), compares(column, value, c -> c == 0));
      case 1 -> new Filter(RowFilter.notEqual(column, value), compares(column, value, c -> c != 0));
      case 2 -> new Filter(RowFilter.atLeast(column, value), compares(column, value, c -> c >= 0));
      default -> new Filter(RowFilter.lessThan(column, value), compares(column, value, c -> c < 0));
    };
  }

  private static Predicate<Row> compares(String column, Object value, Predicate<Integer> wanted) {
    return row -> {
      Object found = row.getValue(column);
      return found != null && wanted.test(compare(found, value));
    };
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    if (one instanceof String text) {
      return Arrays.compareUnsigned(
          text.getBytes(StandardCharsets.UTF_8), ((String) other).getBytes(StandardCharsets.UTF_8));
    }
    return ((Comparable<Object>) one).compareTo(other);
  }

  private Row row(long id, int commit) {
    Function<String, Object> any =
        column -> commit % 3 == 0 ? VALUES.get(column).get(commit % 2) : orNull(column);
    return Row.withSchema(ROWS.schema())
        .addValues(id, random.nextLong(1_000_000), any.apply("flag"), any.apply("tiny"))
        .addValues(any.apply("small"), any.apply("whole"), any.apply("single"))
        .addValues(any.apply("twice"), any.apply("amount"), any.apply("name"))
        .addValues(any.apply("day"), any.apply("local"), any.apply("at"))
        .addValue(random.nextBoolean() ? null : new byte[] {1})
        .build();
  }

  private Object orNull(String column) {
    return random.nextInt(5) == 0 ? null : pick(VALUES.get(column));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Row newer(Row one, Row other) {
    return one.getInt64("seq") > other.getInt64("seq") ? one : other;
  }

  private static int files(TableName name, FileStoreTable table, TableScan scan) {
    return scan.pruned(name, table).newScan().plan().splits().stream()
        .mapToInt(split -> ((DataSplit) split).dataFiles().size())
        .sum();
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
