package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakebeam.change.TextForm;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.torture.Tampering;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebuild from a place on; the source commits at 10, 20, 30 and 40 of its log and its clock. */
class RebuildFromTest {
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn NAME = new SourceColumn("name", "text", DataTypes.STRING());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final CapturedTable TABLE = CustomerLake.table(ID, NAME, UPDATED);

  @TempDir private Path folder;
  private CustomerLake customers;
  private Lake lake;
  private long offset;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
    lake = customers.lake();
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void whatIsBeforeStaysAsItWasReadAndTheRestIsReadAsItIsReadNow(RunnerName runner) {
    customers.ingest(
        TABLE,
        1,
        List.of(
            insert(1, "1.5", 10),
            insert(2, "2.5", 10),
            insert(3, "3.5", 10),
            insert(1, "7.5", 20),
            delete(3, 20),
            insert(4, "4.5", 30)));

    Rebuild.Result mended =
        replace(runner, CustomerLake.table(ID, twoPlaces(), UPDATED), RebuildStart.afterLsn(20));

    assertThat(mended.events()).isEqualTo(3);
    assertThat(mended.tables()).allMatch(RebuiltTable::replaced);
    assertThat(mended.tables())
        .extracting(RebuiltTable::kept, RebuiltTable::equal, RebuiltTable::changed)
        .containsExactly(tuple(3L, 1L, 2L), tuple(1L, 1L, 2L));
    assertThat(customers.rows("silver.customer", "id", "name", "_deleted"))
        .containsExactly("1 7.50 false", "2 2.5 false", "3 null true", "4 4.50 false");
    assertThat(customers.rows("silver.customer_history", "id", "name"))
        .containsExactly("1 1.5", "1 7.50", "2 2.5", "3 3.5", "3 null", "4 4.50");
  }

  @Test
  void aTimeIsThePlaceBeforeTheFirstChangeThatWasCommittedThenOrLater() {
    customers.ingest(
        TABLE, 1, List.of(insert(1, "1.5", 10), insert(2, "2.5", 20), insert(3, "3.5", 30)));
    CapturedTable other = CustomerLake.table(ID, twoPlaces(), UPDATED);

    Rebuild.Result nothing =
        replace(RunnerName.DIRECT, other, RebuildStart.at(Instant.ofEpochMilli(31)));
    assertThat(nothing.isGood()).isTrue();
    assertThat(nothing.events()).isZero();
    assertThat(nothing.tables()).allMatch(table -> table.kept() == 3 && !table.replaced());

    replace(RunnerName.DIRECT, other, RebuildStart.at(Instant.ofEpochMilli(11)));
    assertThat(customers.rows("silver.customer", "name")).containsExactly("1.5", "2.50", "3.50");
  }

  @Test
  void truncationsOnBothSidesAndASecondLifeComeOutTheSame() {
    customers.ingest(
        TABLE,
        1,
        List.of(
            insert(1, "a", 10),
            truncate(20),
            insert(2, "b", 20),
            truncate(30),
            insert(3, "c", 40)));
    customers.ingest(TABLE, 2, List.of(insert(4, "d", 10)));
    Truncations.settle(lake);

    Rebuild.Result found = compare(TABLE, RebuildStart.afterLsn(30));

    assertThat(found.isGood()).as("%s", found).isTrue();
    assertThat(found.events()).isEqualTo(3);
    assertThat(found.tables())
        .extracting(RebuiltTable::kept, RebuiltTable::equal)
        .containsExactly(tuple(3L, 3L), tuple(1L, 3L));
  }

  @Test
  void damageSinceIsMendedWhateverIsWrongOrCannotBeReadBefore() throws Exception {
    customers.ingest(
        TABLE,
        1,
        List.of(insert(1, "a", 10), insert(2, "b", 10), insert(3, "c", 10), insert(4, "d", 20)));
    Tampering bronze = tampering("bronze.customer");
    bronze.replace(
        List.of(),
        List.of(bronze.with(row(bronze, "key", "1"), "value", BinaryString.fromString("garbage"))));
    Tampering current = tampering("silver.customer");
    GenericRow old = current.with(row(current, "id", 1L), "name", BinaryString.fromString("old"));
    GenericRow late = current.with(row(current, "id", 2L), "name", BinaryString.fromString("late"));
    current.replace(
        List.of(row(current, "id", 3L), row(current, "id", 4L)),
        List.of(old, current.with(late, "_commit_lsn", 25L)));

    Rebuild.Result mended = replace(RunnerName.DIRECT, TABLE, RebuildStart.afterLsn(20));

    assertThat(mended.refused()).isZero();
    assertThat(customers.rows("silver.customer", "id", "name", "_commit_lsn"))
        .containsExactly("1 old 10", "2 b 10", "3 c 10", "4 d 20");
    assertThat(compare(TABLE, RebuildStart.first()).refused()).isEqualTo(1);
  }

  private static SourceColumn twoPlaces() {
    return new SourceColumn(
        "name", "text", DataTypes.STRING(), new TextForm(TextForm.Kind.NUMERIC, 2), 0);
  }

  private Tampering tampering(String table) throws Exception {
    return Tampering.with(folder.resolve("lake"), table);
  }

  private static GenericRow row(Tampering table, String column, Object value) throws Exception {
    return table.rows().stream()
        .filter(row -> String.valueOf(table.value(row, column)).equals(String.valueOf(value)))
        .findFirst()
        .orElseThrow();
  }

  private Rebuild.Result compare(CapturedTable table, RebuildStart start) {
    return Rebuild.compare(
        lake, RunnerName.DIRECT, "rebuild", List.of(new CapturedEvents(table, 1)), start, () -> {});
  }

  private Rebuild.Result replace(RunnerName runner, CapturedTable table, RebuildStart start) {
    return Rebuild.replace(
        lake, runner, "rebuild", List.of(new CapturedEvents(table, 1)), start, () -> {});
  }

  private KafkaRecord<byte[], byte[]> insert(long id, String name, long committed) {
    return record(id, "c", "null", "{\"id\": %d, \"name\": \"%s\"}".formatted(id, name), committed);
  }

  private KafkaRecord<byte[], byte[]> delete(long id, long committed) {
    return record(id, "d", "{\"id\": %d}".formatted(id), "null", committed);
  }

  private KafkaRecord<byte[], byte[]> truncate(long committed) {
    return CustomerLake.record(offset, "", event("t", "null", "null", committed));
  }

  private KafkaRecord<byte[], byte[]> record(
      long id, String operation, String before, String after, long committed) {
    return CustomerLake.record(
        offset, Long.toString(id), event(operation, before, after, committed));
  }

  /** Debezium names the commit before the transaction; the source's clock shows the same number. */
  private String event(String operation, String before, String after, long committed) {
    return CustomerLake.event(operation, before, after, 100 + offset++)
        .replace("\"ts_ms\": 1,", "\"ts_ms\": %d,".formatted(committed))
        .replace("\\\"1\\\"", "\\\"%d\\\"".formatted(committed));
  }
}
