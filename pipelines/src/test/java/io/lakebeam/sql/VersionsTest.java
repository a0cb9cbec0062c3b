package io.lakebeam.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.TableParts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine leaves out of overlapping files, beside what the lake's own reader merges. */
class VersionsTest {
  private static final TableName NAME = TableName.of("gold", "versions");

  /** Names that the engine or {@link Versions} use themselves are to do no harm. */
  private static final RowType TYPE =
      RowType.builder()
          .field("place", DataTypes.STRING().notNull())
          .field("number", DataTypes.INT().notNull())
          .field("rank", DataTypes.DECIMAL(20, 3))
          .field("version", DataTypes.STRING())
          .field("file", DataTypes.TIMESTAMP(3))
          .field("keys", DataTypes.BIGINT())
          .build();

  private static final List<String> KEY = List.of("place", "number");

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyVersionsInAnyFilesAreMergedAsTheLakesReaderMergesThem(long seed) throws IOException {
    Random random = new Random(seed);
    make(TYPE, KEY, List.of("rank", "version", "file"), 1 + random.nextInt(3));
    int commits = 2 + random.nextInt(5);
    int keys = 1 + random.nextInt(400);
    long distinct = 0;
    for (int commit = 0; commit < commits; commit++) {
      List<GenericRow> rows = new ArrayList<>();
      for (int i = random.nextInt(600); i >= 0; i--) {
        rows.add(version(random, keys, distinct++));
      }
      commit(TYPE, rows);
      if (random.nextInt(4) == 0) {
        Maintenance.of(lake).compactingFully().run(NAME);
      }
    }

    assertThat(read(TYPE)).containsExactlyInAnyOrderElementsOf(merged(TYPE));
  }

  @Test
  void manyUpdatesOverAFewFilesAreLeftToTheEngine() throws IOException {
    make(TYPE, KEY, List.of("rank"), 2);
    commit(TYPE, rows(0, 1_000, 1));
    commit(TYPE, rows(100, 200, 2));
    assertThat(parts().overlapping().rows()).isEqualTo(1_100);
    assertThat(parts().overlapping().smallerRows()).isEqualTo(100);
    assertThat(parts().mergedRows()).isZero();

    assertThat(read(TYPE)).hasSize(1_000).containsExactlyInAnyOrderElementsOf(merged(TYPE));
  }

  @Test
  void anOlderVersionThatComesLaterDoesNotReplaceANewerOne() throws IOException {
    make(TYPE, KEY, List.of("rank", "version"), 1);
    commit(TYPE, List.of(row("k", 1, "9", null), row("k", 2, "10", "b"), row("k", 3, null, "z")));
    commit(
        TYPE, List.of(row("k", 1, "10", null), row("k", 2, "9.5", "c"), row("k", 3, "-9", null)));
    commit(
        TYPE, List.of(row("k", 1, "9", "z"), row("k", 2, "10", "\uffff"), row("k", 3, null, "a")));
    commit(TYPE, List.of(row("k", 2, "10", "\ud83d\ude00"), row("K", 2, "1", "")));

    assertThat(query("select place, number, rank, version from gold.versions order by all"))
        .extracting(Map::toString)
        .containsExactly(
            "{place=K, number=2, rank=1.000, version=}",
            "{place=k, number=1, rank=10.000, version=null}",
            "{place=k, number=2, rank=10.000, version=\ud83d\ude00}",
            "{place=k, number=3, rank=-9.000, version=null}");
    assertThat(read(TYPE)).containsExactlyInAnyOrderElementsOf(merged(TYPE));
  }

  @Test
  void rowsWhoseOrderIsEqualAreMergedByTheLakesReader() throws IOException {
    make(TYPE, KEY, List.of("rank"), 1);
    for (int commit = 0; commit < 5; commit++) {
      commit(TYPE, List.of(row("k", 1, "1", "v" + commit), row("l", 1, "1", "w" + commit)));
    }

    assertThat(read(TYPE)).hasSize(2).containsExactlyInAnyOrderElementsOf(merged(TYPE));
  }

  @Test
  void aTableWithoutAnOrderHasTheRowThatTheLakesReaderHas() throws IOException {
    make(TYPE, KEY, List.of(), 1);
    commit(TYPE, rows(0, 50, 1));
    commit(TYPE, rows(40, 70, 2));
    commit(TYPE, rows(20, 30, 3));

    assertThat(read(TYPE)).hasSize(70).containsExactlyInAnyOrderElementsOf(merged(TYPE));
  }

  @Test
  void floatingPointInTheOrderIsLeftToTheLakesReader() throws IOException {
    RowType type =
        RowType.builder()
            .field("id", DataTypes.BIGINT().notNull())
            .field("score", DataTypes.DOUBLE())
            .build();
    make(type, List.of("id"), List.of("score"), 1);
    commit(type, List.of(GenericRow.of(1L, 0.0), GenericRow.of(2L, Double.NaN)));
    commit(type, List.of(GenericRow.of(1L, -0.0), GenericRow.of(2L, 1.0)));
    assertThat(parts().overlapping().rows()).isPositive();
    assertThat(Versions.canBeFound(parts())).isFalse();

    assertThat(read(type)).containsExactlyInAnyOrderElementsOf(merged(type));
  }

  @Test
  void filesOfOlderColumnsAreMergedBesideThoseThatAreNot() throws IOException {
    make(TYPE, KEY, List.of("rank"), 1);
    commit(TYPE, rows(0, 50, 1));
    RowType.Builder columns = RowType.builder();
    TYPE.getFields().forEach(field -> columns.field(field.name(), field.type()));
    RowType wider = columns.field("more", DataTypes.INT()).build();
    lake.evolve(NAME, wider, Map.of());
    commit(TYPE, rows(10, 20, 2));
    commit(TYPE, rows(15, 60, 3));
    assertThat(parts().overlapping().files()).isEmpty();
    assertThat(read(wider)).hasSize(60).containsExactlyInAnyOrderElementsOf(merged(wider));

    Maintenance.of(lake).compactingFully().run(NAME);
    commit(TYPE, rows(5, 12, 4));
    assertThat(parts().overlapping().files()).hasSize(2);
    assertThat(read(wider)).hasSize(60).containsExactlyInAnyOrderElementsOf(merged(wider));
  }

  @Test
  void tombstonesAndATruncateEndRowsThatOtherFilesStillHave() throws IOException {
    CustomerTables customers = CustomerTables.in(lake);
    customers.commit(
        CustomerTables.row(1, "Ada", 1),
        CustomerTables.row(2, "Bob", 2),
        CustomerTables.row(3, "Cy", 3),
        CustomerTables.row(4, "Dan", 4));
    customers.commit(CustomerTables.deletion(1, 5), CustomerTables.row(2, "Bob B.", 9));
    customers.commit(CustomerTables.row(1, "late", 2), CustomerTables.deletion(4, 3));
    TableParts parts = TableParts.latest(lake, CustomerTables.CURRENT);
    assertThat(parts.overlapping().rows()).isPositive();
    assertThat(parts.type().getFieldNames()).contains(ChangeColumns.DELETED);

    assertThat(query("select id, name from silver.customer order by id"))
        .hasToString("[{id=2, name=Bob B.}, {id=3, name=Cy}, {id=4, name=Dan}]");
    assertThat(query("select count(*) as n from silver.customer where name = 'Bob'"))
        .as("a filter does not find what was replaced")
        .hasToString("[{n=0}]");
    customers.keepTruncation(6);
    assertThat(query("select id from silver.customer")).hasToString("[{id=2}]");
  }

  private void make(RowType type, List<String> key, List<String> order, int buckets) {
    lake.create(
        LakeTable.of(NAME, type).withPrimaryKey(key).withSequence(order).withBuckets(buckets));
  }

  private void commit(RowType type, List<GenericRow> rows) {
    try (RowBatch batch = RowBatch.in(lake)) {
      RowEncoder encoder = RowEncoder.of(lake, NAME, type);
      rows.forEach(row -> batch.write(encoder.encode(row)));
      batch.commit();
    }
  }

  private static GenericRow version(Random random, int keys, long distinct) {
    String[] texts = {null, "", "a", "A", "a ", "\u00e9", "\uffff", "\ud83d\ude00"};
    GenericRow row =
        row(
            texts[1 + random.nextInt(texts.length - 1)],
            random.nextInt(keys),
            random.nextInt(4) == 0 ? null : Integer.toString(random.nextInt(5) - 2),
            texts[random.nextInt(texts.length)]);
    row.setField(
        4, random.nextInt(3) == 0 ? null : Timestamp.fromEpochMillis(random.nextInt(4) - 2));
    row.setField(5, distinct);
    return row;
  }

  private static List<GenericRow> rows(int from, int to, int version) {
    List<GenericRow> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(row("k" + i, i, Integer.toString(version), "v" + version));
    }
    return rows;
  }

  private static GenericRow row(String place, int number, String rank, String version) {
    return GenericRow.of(
        BinaryString.fromString(place),
        number,
        rank == null ? null : Decimal.fromBigDecimal(new BigDecimal(rank).setScale(3), 20, 3),
        version == null ? null : BinaryString.fromString(version),
        null,
        0L);
  }

  private TableParts parts() {
    return TableParts.latest(lake, NAME);
  }

  /** By the lake's reader, as texts. */
  private List<String> merged(RowType type) {
    List<String> rows = new ArrayList<>();
    InternalRow.FieldGetter[] getters = new InternalRow.FieldGetter[type.getFieldCount()];
    Arrays.setAll(getters, i -> InternalRow.createFieldGetter(type.getTypeAt(i), i));
    lake.read(NAME, type.getFieldNames())
        .forEach(
            row ->
                rows.add(
                    Arrays.stream(getters)
                        .map(getter -> String.valueOf(getter.getFieldOrNull(row)))
                        .toList()
                        .toString()));
    return rows;
  }

  /** By the query, as the same texts. */
  private List<String> read(RowType type) throws IOException {
    return query("select * from gold.versions").stream()
        .map(row -> type.getFieldNames().stream().map(name -> text(row.get(name))).toList())
        .map(List::toString)
        .toList();
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private List<Map<String, Object>> query(String sql) throws IOException {
    FirstRows rows = new FirstRows(10_000);
    try (LakeQuery query = LakeQuery.open(lake, sql, folder.resolve("spill"))) {
      query.forEach(rows);
    }
    return rows.rows();
  }
}
