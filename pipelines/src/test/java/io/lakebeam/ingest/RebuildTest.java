package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.change.TextForm;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.torture.Tampering;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RebuildTest {
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn NAME = new SourceColumn("name", "text", DataTypes.STRING());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final SourceColumn COLOUR = new SourceColumn("colour", "text", DataTypes.STRING());
  private static final CapturedTable TABLE = CustomerLake.table(ID, NAME, UPDATED);
  private static final CapturedTable WIDER = CustomerLake.table(ID, NAME, UPDATED, COLOUR);

  @TempDir private Path folder;
  private CustomerLake customers;
  private Lake lake;
  private long lsn = 10;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
    lake = customers.lake();
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void whatIngestWroteIsRebuiltExactly(RunnerName runner) {
    customers.ingest(
        TABLE,
        1,
        List.of(insert(0, 1, "a"), insert(1, 2, "b"), insert(2, 3, "c"), update(3, 1, "a2")));
    customers.ingest(
        WIDER,
        1,
        List.of(
            delete(4, 2), insert(5, 20, "b"), truncate(6), insert(7, 3, "new"), coloured(8, 4)));
    Truncations.settle(lake);
    customers.ingest(WIDER, 1, List.of(delete(9, 4), truncate(10), insert(11, 4, "again")));
    Truncations.settle(lake);
    List<String> history = history();

    Rebuild.Result found = compare(runner, WIDER);

    assertThat(found.events()).isEqualTo(12);
    assertThat(found.isGood()).isTrue();
    assertThat(found.tables())
        .containsExactly(
            same("silver.customer_history", history.size()), same("silver.customer", 5));
    assertThat(lake.tables()).noneMatch(Zones::isShadow);
  }

  /** A snapshot was broken off after two rows, and the next one found one of them and another. */
  @Test
  void whatABrokenOffSnapshotFoundAndTheNextDidNotIsGone() {
    customers.ingest(
        TABLE, 1, List.of(found(0, 1, 80), found(1, 2, 80), found(2, 1, 160), found(3, 3, 160)));
    customers.ingest(TABLE, 1, List.of(update(4, 3, "c2")));
    Truncations.settle(lake);

    assertThat(customers.rows("silver.customer", "id", "_op", "_deleted"))
        .containsExactly("1 r false", "2 t true", "3 u false");
    assertThat(compare(RunnerName.DIRECT, TABLE).isGood()).isTrue();
  }

  @Test
  void aSnapshotOfANewLifeLeavesRowsOfTheOneBefore() {
    customers.ingest(TABLE, 1, List.of(found(0, 1, 80), found(1, 2, 80)));
    customers.ingest(TABLE, 2, List.of(found(2, 1, 160)));
    Truncations.settle(lake);

    assertThat(customers.rows("silver.customer", "id", "_epoch", "_deleted"))
        .containsExactly("1 2 false", "2 1 false");
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void whatWasDamagedIsFoundAndReplaced(RunnerName runner) throws Exception {
    customers.ingest(
        TABLE, 1, List.of(insert(0, 1, "a"), insert(1, 2, "b"), insert(2, 3, "c"), delete(3, 3)));
    List<String> current = current();
    List<String> history = history();
    damage();
    assertThat(current()).isNotEqualTo(current);

    Rebuild.Result found = compare(runner, TABLE);

    assertThat(found.isGood()).isFalse();
    assertThat(found.tables().get(1).first())
        .containsExactly(
            "silver.customer: row [1] differs: name, _lsn",
            "silver.customer: row [2] is missing in the lake",
            "silver.customer: row [9] is in the lake, and no event says so");
    assertThat(found.tables().get(1).columns()).containsOnlyKeys("name", "_lsn");
    assertThat(found.tables().get(0).onlyRebuilt()).isEqualTo(1);
    assertThat(current()).as("only compared").isNotEqualTo(current);

    Rebuild.Result mended = replace(runner, TABLE, RebuildTest::atOnce);

    assertThat(mended.tables()).allMatch(RebuiltTable::replaced);
    assertThat(current()).isEqualTo(current);
    assertThat(history()).isEqualTo(history);
    assertThat(compare(runner, TABLE).isGood()).isTrue();
  }

  @Test
  void whatIngestWritesMeanwhileIsNeitherComparedNorLost() throws Exception {
    customers.ingest(TABLE, 1, List.of(insert(0, 1, "a"), insert(1, 2, "b"), insert(2, 3, "c")));
    damage();
    List<KafkaRecord<byte[], byte[]>> more = new ArrayList<>();
    more.add(update(3, 3, "newer"));
    more.add(insert(4, 5, "new"));

    Rebuild.Result mended =
        replace(
            RunnerName.DIRECT,
            TABLE,
            // The first time before bronze is read, the second after.
            () -> customers.ingest(TABLE, 1, List.of(more.remove(0))));

    assertThat(mended.isGood()).isTrue();
    assertThat(mended.tables()).allMatch(table -> table.since() == 2);
    assertThat(customers.rows("silver.customer", "id", "name"))
        .containsExactly("1 a", "2 b", "3 newer", "5 new");
    assertThat(customers.rows("silver.customer_history", "id", "name"))
        .containsExactly("1 a", "2 b", "3 c", "3 newer", "5 new");
    assertThat(compare(RunnerName.DIRECT, TABLE).isGood()).isTrue();
  }

  @Test
  void nothingIsReplacedWhileAnEventCannotBeDecoded() throws Exception {
    customers.ingest(TABLE, 1, List.of(insert(0, 1, "a"), insert(1, 2, "b")));
    Tampering bronze = tampering("bronze.customer");
    GenericRow first = bronze.rows().get(0);
    bronze.replace(
        List.of(), List.of(bronze.with(first, "value", BinaryString.fromString("garbage"))));
    damage();
    List<String> current = current();

    Rebuild.Result found = replace(RunnerName.DIRECT, TABLE, RebuildTest::atOnce);

    assertThat(found.refused()).isEqualTo(1);
    assertThat(found.reasons())
        .singleElement()
        .asString()
        .startsWith("shop.public.customer-0@")
        .contains("the event is not JSON");
    assertThat(found.tables()).noneMatch(RebuiltTable::replaced);
    assertThat(found.isGood()).isFalse();
    assertThat(current()).isEqualTo(current);
  }

  @Test
  void aRuleThatIsAnotherByNowIsAppliedToThePast() {
    customers.ingest(TABLE, 1, List.of(insert(0, 1, "1.5"), insert(1, 2, "2.00")));
    SourceColumn twoPlaces =
        new SourceColumn(
            "name", "text", DataTypes.STRING(), new TextForm(TextForm.Kind.NUMERIC, 2), 0);

    Rebuild.Result mended =
        replace(RunnerName.DIRECT, CustomerLake.table(ID, twoPlaces, UPDATED), RebuildTest::atOnce);

    assertThat(mended.tables().get(1).changed()).isEqualTo(1);
    assertThat(customers.rows("silver.customer", "id", "name")).containsExactly("1 1.50", "2 2.00");
    assertThat(customers.rows("silver.customer_history", "id", "name"))
        .containsExactly("1 1.50", "2 2.00");
  }

  /**
   * A wrong row of too high an order, one that is gone, one of no event, a version that is gone.
   */
  private void damage() throws Exception {
    Tampering current = tampering("silver.customer");
    GenericRow one = row(current, 1);
    GenericRow wrong =
        current.with(
            current.with(one, "name", BinaryString.fromString("wrong")), "_lsn", 1_000_000L);
    current.replace(List.of(row(current, 2)), List.of(wrong, current.with(one, "id", 9L)));
    Tampering history = tampering("silver.customer_history");
    history.replace(List.of(row(history, 1)), List.of());
  }

  private static GenericRow row(Tampering table, long id) throws Exception {
    return table.rows().stream()
        .filter(row -> table.value(row, "id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Tampering tampering(String table) throws Exception {
    return Tampering.with(folder.resolve("lake"), table);
  }

  private Rebuild.Result compare(RunnerName runner, CapturedTable table) {
    return Rebuild.compare(
        lake,
        runner,
        "rebuild",
        List.of(new CapturedEvents(table, 1)),
        RebuildStart.first(),
        RebuildTest::atOnce);
  }

  private Rebuild.Result replace(RunnerName runner, CapturedTable table, Runnable awaitIngested) {
    return replace(runner, table, RebuildStart.first(), awaitIngested);
  }

  private Rebuild.Result replace(
      RunnerName runner, CapturedTable table, RebuildStart start, Runnable awaitIngested) {
    return Rebuild.replace(
        lake, runner, "rebuild", List.of(new CapturedEvents(table, 1)), start, awaitIngested);
  }

  private static void atOnce() {}

  private static RebuiltTable same(String table, int rows) {
    return new RebuiltTable(
        TableName.parse(table), 0, rows, 0, 0, 0, 0, Map.of(), List.of(), false);
  }

  private List<String> current() {
    return customers.rows("silver.customer", "id", "name", "_op", "_deleted", "_lsn");
  }

  private List<String> history() {
    return customers.rows("silver.customer_history", "id", "name", "_op", "_deleted", "_lsn");
  }

  private static KafkaRecord<byte[], byte[]> found(long offset, long id, long lsn) {
    String row = "{\"id\": %d, \"name\": \"n\"}".formatted(id);
    String event = CustomerLake.event("r", "null", row, lsn).replace("\\\"1\\\"", "null");
    return CustomerLake.record(offset, Long.toString(id), event);
  }

  private KafkaRecord<byte[], byte[]> insert(long offset, long id, String name) {
    return record(offset, id, "c", "null", "{\"id\": %d, \"name\": \"%s\"}".formatted(id, name));
  }

  private KafkaRecord<byte[], byte[]> update(long offset, long id, String name) {
    return record(offset, id, "u", "null", "{\"id\": %d, \"name\": \"%s\"}".formatted(id, name));
  }

  private KafkaRecord<byte[], byte[]> coloured(long offset, long id) {
    return record(
        offset,
        id,
        "c",
        "null",
        "{\"id\": %d, \"name\": \"n\", \"colour\": \"red\"}".formatted(id));
  }

  private KafkaRecord<byte[], byte[]> delete(long offset, long id) {
    return record(offset, id, "d", "{\"id\": %d}".formatted(id), "null");
  }

  private KafkaRecord<byte[], byte[]> truncate(long offset) {
    return CustomerLake.record(offset, "", CustomerLake.event("t", "null", "null", lsn++));
  }

  private KafkaRecord<byte[], byte[]> record(
      long offset, long id, String operation, String before, String after) {
    return CustomerLake.record(
        offset, Long.toString(id), CustomerLake.event(operation, before, after, lsn++));
  }
}
