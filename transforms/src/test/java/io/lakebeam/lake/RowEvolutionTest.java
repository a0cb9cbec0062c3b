package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowEvolutionTest {
  private static final TableName ITEM = TableName.parse("silver.item");
  private static final FieldType MONEY =
      FieldType.logicalType(FixedPrecisionNumeric.of(10, 2)).withNullable(true);

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    lake = Lake.at(folder.resolve("lake").toString());
  }

  @Test
  void aFieldThatTheTableLacksBecomesAColumnThatIsNullInRowsBefore() {
    write(row(1, 1, Field.nullable("name", FieldType.STRING), "a"));
    write(row(2, 1, Field.of("age", FieldType.INT32), 7));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{age=7, id=2, version=1}", "{id=1, name=a, version=1}");
    assertThat(lake.type(ITEM).getFieldNames()).containsExactly("id", "version", "name", "age");
    assertThat(lake.type(ITEM).getField("age").type()).isEqualTo(DataTypes.INT());
  }

  @Test
  void aColumnIsWidenedAndOldRowsAreReadWithTheNewType() {
    assertWidened(FieldType.INT32, 7, FieldType.INT64, 1L << 40, DataTypes.BIGINT());
    assertWidened(FieldType.BYTE, (byte) 7, FieldType.INT16, (short) 300, DataTypes.SMALLINT());
    assertWidened(FieldType.FLOAT, 0.5f, FieldType.DOUBLE, 1e300, DataTypes.DOUBLE());
    assertWidened(
        MONEY,
        new BigDecimal("12.34"),
        FieldType.logicalType(FixedPrecisionNumeric.of(12, 3)),
        new BigDecimal("123456789.125"),
        DataTypes.DECIMAL(12, 3));
    assertWidened(
        FieldType.logicalType(Timestamp.of(3)),
        Instant.parse("2026-01-02T03:04:05.006Z"),
        FieldType.logicalType(Timestamp.of(6)),
        Instant.parse("2026-01-02T03:04:05.006007Z"),
        DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6));
    assertWidened(
        FieldType.logicalType(VariableString.of(3)),
        "abc",
        FieldType.logicalType(VariableString.of(5)),
        "abcde",
        DataTypes.VARCHAR(5));
    assertWidened(
        FieldType.logicalType(VariableString.of(3)),
        "abc",
        FieldType.STRING,
        "abcdef",
        DataTypes.STRING());
  }

  @Test
  void numbersThatNeitherTypeHoldsGetOneThatHoldsBoth() {
    write(row(1, 1, Field.of("price", MONEY), new BigDecimal("12345678.25")));
    FieldType finer = FieldType.logicalType(FixedPrecisionNumeric.of(9, 4));
    write(row(2, 1, Field.of("price", finer), new BigDecimal("12345.1234")));

    assertThat(lake.type(ITEM).getField("price").type()).isEqualTo(DataTypes.DECIMAL(12, 4));
    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{id=1, price=12345678.2500, version=1}", "{id=2, price=12345.1234, version=1}");
  }

  @Test
  void narrowerRowsGoIntoTheWiderColumnAsItIs() {
    write(row(1, 1, Field.of("amount", FieldType.INT64), 1L << 40));
    write(row(2, 1, Field.of("amount", FieldType.INT32), 7));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{amount=1099511627776, id=1, version=1}", "{amount=7, id=2, version=1}");
    assertThat(lake.open(ITEM).schema().id()).isZero();
  }

  @Test
  void aRenamedFieldStaysTheSameColumn() {
    write(row(1, 1, Field.nullable("email", FieldType.STRING), "a@b.c"));
    Schema.Options renamed =
        Schema.Options.builder()
            .setOption(WriteRows.RENAMED_FROM, FieldType.STRING, "email")
            .build();
    Field mail = Field.nullable("mail", FieldType.STRING).withOptions(renamed);
    write(row(2, 1, mail, "d@e.f"));
    write(row(3, 1, mail, "g@h.i"));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{id=1, mail=a@b.c, version=1}",
            "{id=2, mail=d@e.f, version=1}",
            "{id=3, mail=g@h.i, version=1}");
  }

  @Test
  void aFieldMayBeRenamedAndWidenedAtOnce() {
    write(row(1, 1, Field.nullable("amount", FieldType.INT32), 5));
    Schema.Options renamed =
        Schema.Options.builder()
            .setOption(WriteRows.RENAMED_FROM, FieldType.STRING, "amount")
            .build();
    write(row(2, 1, Field.nullable("total", FieldType.INT64).withOptions(renamed), 1L << 40));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{id=1, total=5, version=1}", "{id=2, total=1099511627776, version=1}");
  }

  @Test
  void aColumnThatMayNotBeNullMayOnceRowsLackItOrHaveNulls() {
    RowType strict =
        RowType.builder()
            .field("id", DataTypes.BIGINT().notNull())
            .field("version", DataTypes.BIGINT().notNull())
            .field("name", DataTypes.STRING().notNull())
            .field("state", DataTypes.STRING().notNull())
            .build();
    lake.create(
        LakeTable.of(ITEM, strict).withPrimaryKey(List.of("id")).withSequence(List.of("version")));

    write(row(1, 1, Field.nullable("name", FieldType.STRING), (Object) null));

    assertThat(RowsInTables.read(lake, "silver.item")).containsExactly("{id=1, version=1}");
    assertThat(lake.type(ITEM).getField("name").type().isNullable()).isTrue();
    assertThat(lake.type(ITEM).getField("id").type().isNullable()).isFalse();
  }

  @Test
  void partsOfAColumnAreWrittenIntoTheColumnAsItIs() {
    Schema address = Schema.builder().addStringField("town").addInt32Field("code").build();
    Field field = Field.of("address", FieldType.row(address));
    Row first = Row.withSchema(address).addValues("Ulm", 89073).build();
    write(row(1, 1, field, first));
    write(
        Row.withSchema(
                Schema.builder()
                    .addFields(keyAndOrder())
                    .addFields(field, Field.of("tags", FieldType.array(FieldType.STRING)))
                    .build())
            .addValues(2L, 1L, first, List.of("x"))
            .build());

    assertThat(lake.type(ITEM).getFieldNames()).containsExactly("id", "version", "address", "tags");
    assertThat(RowsInTables.read(lake, "silver.item")).hasSize(2).allMatch(r -> r.contains("Ulm"));
  }

  @Test
  void aNumberWithoutDigitsGoesIntoAColumnThatIsThere() {
    write(row(1, 1, Field.of("price", MONEY), new BigDecimal("1.25")));
    Schema plain =
        Schema.builder()
            .addFields(keyAndOrder())
            .addDecimalField("price")
            .addStringField("note")
            .build();
    write(Row.withSchema(plain).addValues(2L, 1L, new BigDecimal("2.5"), "new").build());

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{id=1, price=1.25, version=1}", "{id=2, note=new, price=2.50, version=1}");
  }

  @Test
  void whatIsIncompatibleIsRefusedWithTableAndColumnAndChangesNothing() {
    write(row(1, 1, Field.nullable("name", FieldType.STRING), "a"));

    assertThatThrownBy(() -> write(row(2, 1, Field.of("name", FieldType.INT32), 5)))
        .hasStackTraceContaining(
            "table silver.item, column 'name': found type INT NOT NULL in the rows, the table has"
                + " STRING; allowed is that or what is wider or narrower without loss");
    assertThatThrownBy(
            () ->
                write(
                    Row.withSchema(
                            Schema.builder().addStringField("id").addInt64Field("version").build())
                        .addValues("x", 1L)
                        .build()))
        .hasStackTraceContaining("table silver.item, column 'id': found type");
    assertThatThrownBy(
            () ->
                write(
                    Row.withSchema(Schema.builder().addInt64Field("id").build())
                        .addValues(2L)
                        .build()))
        .hasStackTraceContaining(
            "table silver.item: the rows lack column 'version', which is of the table's key or"
                + " order");
    assertThatThrownBy(() -> write(row(2, 1, Field.of("n", FieldType.DECIMAL), BigDecimal.ONE)))
        .hasStackTraceContaining(
            "table silver.item: field 'n' is a DECIMAL without a number of digits");

    assertThat(lake.open(ITEM).schema().id()).isZero();
    assertThat(RowsInTables.read(lake, "silver.item")).containsExactly("{id=1, name=a, version=1}");
  }

  @Test
  void keyAndOrderAreNeverWidened() {
    Schema narrow = Schema.builder().addInt32Field("id").addInt64Field("version").build();
    write(Row.withSchema(narrow).addValues(1, 1L).build());

    assertThatThrownBy(() -> write(row(1L << 40, 1, Field.of("name", FieldType.STRING), "a")))
        .hasStackTraceContaining(
            "table silver.item, column 'id' is of the table's key or order and cannot be widened to"
                + " BIGINT; write to a new table");
  }

  @ParameterizedTest
  @EnumSource(WriteRowsTest.Gathering.class)
  void whatTheTableCannotHoldIsKeptAsADeadLetter(WriteRowsTest.Gathering gathering) {
    TableName letters = TableName.parse("bronze.dead_letters");
    WriteRows<Row> write = gathering.of(items().withDeadLetters(letters));
    Schema nullableKey =
        Schema.builder()
            .addNullableField("id", FieldType.INT64)
            .addInt64Field("version")
            .addField("price", MONEY)
            .build();
    // The table is made by its first row, and which of several that is depends on the workers.
    RowsInTables.write(write, List.of(row(1, 1, Field.of("price", MONEY), new BigDecimal("1.25"))));
    RowsInTables.write(
        write,
        List.of(
            Row.withSchema(nullableKey).addValues(null, 1L, null).build(),
            row(3, 1, Field.of("price", FieldType.STRING), "cheap"),
            row(4, 1, Field.of("price", FieldType.DECIMAL), new BigDecimal("123456789")),
            row(5, 1, Field.of("price", MONEY), new BigDecimal("2.50"))));

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly("{id=1, price=1.25, version=1}", "{id=5, price=2.50, version=1}");
    List<String> reasons = new ArrayList<>();
    lake.read(letters, List.of("reason")).forEach(row -> reasons.add(row.getString(0).toString()));
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            "table silver.item column 'id' (BIGINT NOT NULL): a null does not fit; every row needs"
                + " a value there",
            "table silver.item, column 'price': found type STRING NOT NULL in the rows, the table"
                + " has DECIMAL(10, 2); allowed is that or what is wider or narrower without loss",
            "table silver.item column 'price' (DECIMAL(10, 2)): a number with 9 digits before the"
                + " point does not fit");
  }

  @Test
  void rowsOfOldAndNewColumnsMayBeMixedInOneBatchInAnyOrder() throws Exception {
    RowDestination<Row> destination =
        RowDestination.<Row>unknown(false).withKey(List.of("id")).withOrder(List.of("version"));
    // The first worker has opened the table before the second changes it.
    RowTarget first = new RowTarget(lake, ITEM, destination);
    Field amount = Field.of("amount", FieldType.INT32);
    LakeRow before = first.encode(row(1, 1, amount, 1), false);
    Schema.Options renamed =
        Schema.Options.builder()
            .setOption(WriteRows.RENAMED_FROM, FieldType.STRING, "amount")
            .build();
    Field total = Field.of("total", FieldType.INT64).withOptions(renamed);
    LakeRow after =
        new RowTarget(lake, ITEM, destination).encode(row(2, 1, total, 1L << 40), false);
    LakeRow late = first.encode(row(3, 1, amount, 3), false);

    OpenTables opened = new OpenTables(lake);
    commit(opened, before, after, late);
    commit(opened, row4(first, amount), after);
    commit(new OpenTables(lake), after, late, before);

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{id=1, total=1, version=1}",
            "{id=2, total=1099511627776, version=1}",
            "{id=3, total=3, version=1}",
            "{id=4, total=4, version=1}");
  }

  @Test
  void earlierSnapshotsStayReadableAsTheyWere() {
    write(row(1, 1, Field.of("amount", FieldType.INT32), 7));
    write(row(2, 1, Field.of("amount", FieldType.INT64), 1L << 40));

    assertThat(lake.open(ITEM, 1).rowType().getField("amount").type()).isEqualTo(DataTypes.INT());
    List<Long> amounts = new ArrayList<>();
    new RowReader(
            ITEM,
            lake.open(ITEM, 1),
            List.of("amount"),
            lake.open(ITEM, 1).newReadBuilder().newScan().plan().splits())
        .forEach(row -> amounts.add((long) row.getInt(0)));
    assertThat(amounts).containsExactly(7L);
  }

  @Test
  void workersThatChangeATableAtOnceAllGetTheirColumns() {
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int id = i;
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                Field field = Field.of("column_" + id, FieldType.INT32);
                write(row(id, 1, field, id));
              }));
    }
    workers.forEach(CompletableFuture::join);

    assertThat(RowsInTables.read(lake, "silver.item"))
        .containsExactly(
            "{column_0=0, id=0, version=1}",
            "{column_1=1, id=1, version=1}",
            "{column_2=2, id=2, version=1}",
            "{column_3=3, id=3, version=1}",
            "{column_4=4, id=4, version=1}",
            "{column_5=5, id=5, version=1}");
  }

  @Test
  void aTableThatManyMakeAtOnceIsMadeOnce() {
    List<CompletableFuture<Long>> makers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      makers.add(CompletableFuture.supplyAsync(() -> lake.create(Orders.CURRENT)));
    }

    assertThat(makers).allSatisfy(maker -> assertThat(maker.join()).isZero());
    assertThat(lake.type(Orders.CURRENT.name()).getFieldCount()).isEqualTo(4);
  }

  private static LakeRow row4(RowTarget target, Field amount) {
    return target.encode(row(4, 1, amount, 4), false);
  }

  private void commit(OpenTables tables, LakeRow... rows) throws Exception {
    try (BatchWriters writers = new BatchWriters(tables)) {
      for (LakeRow row : rows) {
        writers.write(row);
      }
      for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
        new TableCommitter(new OpenTables(lake)).commit(files);
      }
    }
  }

  /** A column {@code value} of each pair of types, in a table of its own. */
  private void assertWidened(
      FieldType narrow, Object small, FieldType wide, Object large, DataType expected) {
    TableName table = TableName.of("silver", "t" + UUID.randomUUID().toString().replace("-", ""));
    WriteRows<Row> write = items().to(table);
    RowsInTables.write(write, List.of(row(1, 1, Field.of("value", narrow), small)));
    RowsInTables.write(write, List.of(row(2, 1, Field.of("value", wide), large)));
    RowsInTables.write(write, List.of(row(3, 1, Field.of("value", narrow), small)));

    assertThat(lake.type(table).getField("value").type()).isEqualTo(expected);
    Map<Long, String> found = new TreeMap<>();
    BeamRows rows = BeamRows.of(table, lake.type(table));
    lake.read(table, lake.type(table).getFieldNames())
        .forEach(
            row -> {
              Row read = rows.toBeam(row);
              found.put(read.getInt64("id"), text(read.getValue("value")));
            });
    assertThat(found).containsEntry(1L, text(small)).containsEntry(2L, text(large));
    assertThat(found).containsEntry(3L, text(small));
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString();
  }

  private WriteRows<Row> items() {
    return LakeIO.<Row>upsert(lake).to(ITEM).withKey("id").withOrder("version");
  }

  private void write(Row... rows) {
    RowsInTables.write(items(), List.of(rows));
  }

  private static List<Field> keyAndOrder() {
    return List.of(Field.of("id", FieldType.INT64), Field.of("version", FieldType.INT64));
  }

  private static Row row(long id, long version, Field field, Object value) {
    Schema schema = Schema.builder().addFields(keyAndOrder()).addFields(field).build();
    return Row.withSchema(schema).addValues(id, version, value).build();
  }
}
