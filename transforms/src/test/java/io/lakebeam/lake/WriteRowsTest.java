package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteRowsTest {
  private static final Schema ITEM =
      Schema.builder()
          .addInt64Field("id")
          .addInt64Field("version")
          .addNullableField("name", FieldType.STRING)
          .build();

  @TempDir private Path folder;
  private Lake lake;

  /** How rows are gathered for their commit. */
  enum Gathering {
    BY_STATE,
    BY_BUNDLE;

    <T> WriteRows<T> of(WriteRows<T> write) {
      return this == BY_STATE ? write : write.via(WriteRecords::withCommitPerBundle);
    }
  }

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void writesObjectsIntoTheTableThatEachNames(Gathering gathering) {
    writeSales(
        gathering.of(sales()),
        List.of(
            new Sale("de", 1, 1, "open"), new Sale("fr", 1, 1, "paid"), new Sale("de", 2, 1, "")));

    assertThat(RowsInTables.read(lake, "silver.sales_de"))
        .containsExactly(
            "{_deleted=false, country=de, orderId=1, state=open, version=1}",
            "{_deleted=false, country=de, orderId=2, state=, version=1}");
    assertThat(RowsInTables.read(lake, "silver.sales_fr"))
        .containsExactly("{_deleted=false, country=fr, orderId=1, state=paid, version=1}");
    assertThat(lake.key(TableName.parse("silver.sales_de"))).containsExactly("orderId");
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void theNewestRowOfEachKeyStaysWhateverTheOrderOfArrival(Gathering gathering) {
    List<Row> rows = new ArrayList<>(versions());
    Collections.shuffle(rows, new Random(7));
    RowsInTables.write(gathering.of(items()), rows);

    assertThat(RowsInTables.read(lake, "silver.item")).isEqualTo(newest());
    assertThat(lake.snapshot(TableName.parse("silver.item"))).isEqualTo(1);

    RowsInTables.write(gathering.of(items()), versions());
    RowsInTables.write(gathering.of(items()), rows.subList(0, 10));

    assertThat(RowsInTables.read(lake, "silver.item")).isEqualTo(newest());
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void whatIsAppendedAgainIsThereOnce(Gathering gathering) {
    WriteRows<Row> append =
        LakeIO.<Row>append(lake, "id", "version").to(TableName.parse("bronze.event"));
    RowsInTables.write(gathering.of(append), versions());
    RowsInTables.write(gathering.of(append), versions());

    assertThat(RowsInTables.read(lake, "bronze.event")).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void appendingNeedsAnIdentityAndKnowsNoDeletes() {
    assertThatThrownBy(() -> LakeIO.append(lake))
        .hasMessageStartingWith("append needs the columns that identify an element");
    assertThatThrownBy(
            () ->
                RowsInTables.write(
                    LakeIO.<Row>append(lake, "id")
                        .to(TableName.parse("bronze.event"))
                        .withDeletes(row -> true),
                    versions()))
        .hasMessageContaining("what is appended is never changed");
  }

  @Test
  void anUpsertMakesNoTableWithoutKeyAndOrder() {
    WriteRows<Row> upsert = LakeIO.<Row>upsert(lake).to(TableName.parse("silver.item"));

    assertThatThrownBy(() -> RowsInTables.write(upsert, versions()))
        .hasStackTraceContaining("table silver.item is not in the lake; make it with Lake.create");
    assertThatThrownBy(() -> RowsInTables.write(upsert.withKey("id"), versions()))
        .hasStackTraceContaining("which of two rows with one key is newer is not known");
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void aDeletedRowStaysAsATombstoneThatAnOlderInsertDoesNotUndo(Gathering gathering) {
    writeSales(gathering.of(sales()), List.of(new Sale("de", 1, 2, null)));
    writeSales(gathering.of(sales()), List.of(new Sale("de", 1, 1, "open")));

    assertThat(RowsInTables.read(lake, "silver.sales_de"))
        .containsExactly("{_deleted=true, country=de, orderId=1, version=2}");

    writeSales(gathering.of(sales()), List.of(new Sale("de", 1, 3, "open again")));

    assertThat(RowsInTables.read(lake, "silver.sales_de"))
        .containsExactly("{_deleted=false, country=de, orderId=1, state=open again, version=3}");
  }

  @Test
  void ofADeletedRowOnlyKeyAndOrderAreNeeded() {
    Schema keyAlone = Schema.builder().addInt64Field("id").addInt64Field("version").build();
    WriteRows<Row> write = items().withDeletes(row -> !row.getSchema().hasField("name"));
    RowsInTables.write(write, List.of(item(1, 1, "a"), item(2, 1, "b")));
    RowsInTables.write(write, List.of(Row.withSchema(keyAlone).addValues(1L, 2L).build()));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{_deleted=false, id=2, name=b, version=1}", "{_deleted=true, id=1, version=2}");
  }

  @Test
  void rowsThatSayThemselvesThatTheyAreGoneAreBelieved() {
    Schema saying =
        Schema.builder()
            .addInt64Field("id")
            .addInt64Field("version")
            .addBooleanField(WriteRows.DELETED)
            .build();
    RowsInTables.write(items(), List.of(Row.withSchema(saying).addValues(1L, 1L, true).build()));
    RowsInTables.write(items(), List.of(item(2, 1, "there")));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{_deleted=false, id=2, name=there, version=1}", "{_deleted=true, id=1, version=1}");
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void positionsMoveOverWhatIsCommitted(Gathering gathering) {
    WriteRows<Row> write =
        items().withPositions(row -> new SourcePosition("items-0", row.getInt64("version")));
    RowsInTables.write(
        gathering.of(write), List.of(item(1, 0, "a"), item(2, 1, "b"), item(3, 3, "d")));

    assertThat(Positions.in(lake).read()).containsExactly(Map.entry("items-0", 2L));
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void aBoundedInputIsCommittedWholeOrNotAtAll(Gathering gathering) {
    RowsInTables.write(items(), List.of(item(1, 0, "before")));
    List<Row> rows = new ArrayList<>(versions());
    rows.add(item(1, 1, "\ud800"));

    assertThatThrownBy(() -> RowsInTables.write(gathering.of(items()), rows))
        .hasStackTraceContaining("table silver.item column 'name' (STRING): half a surrogate pair");
    assertThat(lake.snapshot(TableName.parse("silver.item"))).isEqualTo(1);

    RowsInTables.write(gathering.of(items()), versions());
    assertThat(lake.snapshot(TableName.parse("silver.item"))).isEqualTo(2);
  }

  @Test
  void anUnboundedInputIsCommittedOnceATableAndInterval() {
    TestStream<Row> rows =
        TestStream.create(ITEM)
            .addElements(item(1, 1, "a"), item(2, 1, "b"))
            .advanceProcessingTime(Duration.standardSeconds(11))
            .addElements(item(1, 2, "c"))
            .advanceProcessingTime(Duration.standardSeconds(11))
            .advanceWatermarkToInfinity();

    RowsInTables.run(
        rows, items().via(write -> write.withCommitInterval(Duration.standardSeconds(10))));

    assertThat(lake.snapshot(TableName.parse("silver.item"))).isEqualTo(2);
    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{id=1, name=c, version=2}", "{id=2, name=b, version=1}");
  }

  @Test
  void anUnboundedInputCommittedByBundleEndsWithTheSameRows() {
    TestStream<Row> rows =
        TestStream.create(ITEM)
            .addElements(item(1, 1, "a"), item(2, 1, "b"))
            .addElements(item(1, 2, "c"))
            .advanceWatermarkToInfinity();

    RowsInTables.run(rows, items().via(WriteRecords::withCommitPerBundle));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{id=1, name=c, version=2}", "{id=2, name=b, version=1}");
  }

  @ParameterizedTest
  @EnumSource(Gathering.class)
  void takesElementsOfAnyWindows(Gathering gathering) {
    Pipeline pipeline = Pipeline.create(RowsInTables.options());
    pipeline
        .apply(Create.of(versions()).withRowSchema(ITEM))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(1))))
        .apply(gathering.of(items()));
    pipeline.run().waitUntilFinish();

    assertThat(RowsInTables.read(lake, "silver.item")).isEqualTo(newest());
    assertThat(lake.snapshot(TableName.parse("silver.item"))).isEqualTo(1);
  }

  @Test
  void refusesATableOfAnotherKeyOrOrder() {
    RowsInTables.write(items(), versions());

    assertThatThrownBy(() -> RowsInTables.write(items().withKey("id", "version"), versions()))
        .hasStackTraceContaining("table silver.item is keyed by [id]; wanted: [id, version]");
    assertThatThrownBy(() -> RowsInTables.write(items().withOrder("name"), versions()))
        .hasStackTraceContaining(
            "table silver.item orders rows of one key by [version]; wanted: [name]");
  }

  @Test
  void refusesDeletesWhereATableThatMayNotChangeCannotMarkThem() {
    RowsInTables.write(items(), versions());

    assertThatThrownBy(
            () ->
                RowsInTables.write(items().withDeletes(row -> true).withFixedTables(), versions()))
        .hasStackTraceContaining("table silver.item has no column '_deleted' BOOLEAN");
  }

  @Test
  void aTableMadeBeforehandIsWrittenAsItIs() {
    TableName name = TableName.parse("silver.item");
    RowType type =
        RowType.builder()
            .field("name", DataTypes.VARCHAR(5))
            .field("version", DataTypes.BIGINT().notNull())
            .field("id", DataTypes.BIGINT().notNull())
            .build();
    lake.create(
        LakeTable.of(name, type)
            .withPrimaryKey(List.of("id"))
            .withSequence(List.of("version"))
            .withBuckets(3));
    WriteRows<Row> write = LakeIO.<Row>upsert(lake).to(name).withFixedTables();

    RowsInTables.write(write, List.of(item(1, 1, "short")));
    assertThatThrownBy(() -> RowsInTables.write(write, List.of(item(2, 1, "longer"))))
        .hasStackTraceContaining(
            "table silver.item column 'name' (VARCHAR(5)): a text of 6 characters does not fit");

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{id=1, name=short, version=1}");
    assertThat(lake.type(name)).isEqualTo(lake.open(name, 1).rowType());
  }

  @Test
  void elementsWithoutASchemaAreAskedForOne() {
    assertThatThrownBy(
            () ->
                RowsInTables.run(
                    Create.of("a", "b"),
                    LakeIO.<String>append(lake, "id").to(TableName.parse("bronze.word"))))
        .hasMessageContaining("has no schema; set one, or say withRows(...)");
    Schema word = Schema.builder().addStringField("id").build();

    RowsInTables.run(
        Create.of("a", "b", "a"),
        LakeIO.<String>append(lake, "id")
            .to(TableName.parse("bronze.word"))
            .withRows(text -> Row.withSchema(word).addValue(text).build()));

    assertThat(RowsInTables.read(lake, "bronze.word")).containsExactly("{id=a}", "{id=b}");
  }

  private WriteRows<Sale> sales() {
    return LakeIO.<Sale>upsert(lake)
        .to(Sale::table)
        .withKey("orderId")
        .withOrder("version")
        .withDeletes(Sale::isCancelled);
  }

  private WriteRows<Row> items() {
    return LakeIO.<Row>upsert(lake)
        .to(TableName.parse("silver.item"))
        .withKey("id")
        .withOrder("version");
  }

  private static void writeSales(WriteRows<Sale> write, List<Sale> sales) {
    RowsInTables.run(Create.of(sales), write);
  }

  /** Four versions of each of 25 items. */
  private static List<Row> versions() {
    return LongStream.range(0, 100).mapToObj(i -> item(i % 25, i, "v" + i / 25)).toList();
  }

  private static List<String> newest() {
    return LongStream.range(0, 25)
        .mapToObj(id -> "{id=%d, name=v3, version=%d}".formatted(id, 75 + id))
        .sorted()
        .toList();
  }

  private static Row item(long id, long version, String name) {
    return Row.withSchema(ITEM).addValues(id, version, name).build();
  }
}
