package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BeamRowsTest {
  private static final TableName TABLE = TableName.of("silver", "kinds");
  private static final Instant LATE = Instant.parse("2026-11-21T10:11:12.123456789Z");
  private static final LocalDateTime LOCAL = LocalDateTime.parse("1969-12-31T23:59:59.999999");

  /** A column type, what it reads as, and values of it. */
  static List<Arguments> columns() {
    RowType address =
        RowType.builder()
            .field("street", DataTypes.STRING())
            .field("since", DataTypes.DATE().notNull())
            .build();
    Schema beamAddress =
        Schema.builder()
            .addNullableStringField("street")
            .addLogicalTypeField("since", SqlTypes.DATE)
            .build();
    List<Arguments> columns = new ArrayList<>(plainColumns());
    columns.add(
        Arguments.of(
            DataTypes.ARRAY(DataTypes.DECIMAL(4, 1)),
            FieldType.array(decimal(4, 1).withNullable(true)),
            List.of(List.of(), Arrays.asList(new BigDecimal("-999.9"), null))));
    columns.add(
        Arguments.of(
            DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.INT()),
            FieldType.map(FieldType.STRING, FieldType.INT32.withNullable(true)),
            List.of(Map.of(), Map.of("a", 1, "b", 2))));
    columns.add(
        Arguments.of(
            address,
            FieldType.row(beamAddress),
            List.of(row(beamAddress, null, LocalDate.EPOCH), row(beamAddress, "Höhe 1", DAY))));
    return columns;
  }

  private static final LocalDate DAY = LocalDate.of(1582, 10, 4);

  private static List<Arguments> plainColumns() {
    return List.of(
        Arguments.of(DataTypes.BOOLEAN(), FieldType.BOOLEAN, List.of(true, false)),
        Arguments.of(DataTypes.TINYINT(), FieldType.BYTE, List.of(Byte.MIN_VALUE, Byte.MAX_VALUE)),
        Arguments.of(
            DataTypes.SMALLINT(), FieldType.INT16, List.of(Short.MIN_VALUE, Short.MAX_VALUE)),
        Arguments.of(DataTypes.INT(), FieldType.INT32, List.of(Integer.MIN_VALUE, 0)),
        Arguments.of(DataTypes.BIGINT(), FieldType.INT64, List.of(Long.MIN_VALUE, Long.MAX_VALUE)),
        Arguments.of(DataTypes.FLOAT(), FieldType.FLOAT, List.of(Float.NaN, -0.0f, 1.1f)),
        Arguments.of(
            DataTypes.DOUBLE(), FieldType.DOUBLE, List.of(Double.NEGATIVE_INFINITY, 0.1, -0.0)),
        Arguments.of(
            DataTypes.DECIMAL(38, 18),
            decimal(38, 18),
            List.of(new BigDecimal("99999999999999999999.999999999999999999"))),
        Arguments.of(DataTypes.DECIMAL(9, 2), decimal(9, 2), List.of(new BigDecimal("-0.01"))),
        Arguments.of(
            DataTypes.STRING(), FieldType.STRING, List.of("", "a\u0000b", "\uD83D\uDE00", "ß")),
        Arguments.of(DataTypes.VARCHAR(2), FieldType.STRING, List.of("ab", "\uD83D\uDE00b")),
        Arguments.of(DataTypes.BYTES(), FieldType.BYTES, List.of(new byte[0], new byte[] {-1, 0})),
        Arguments.of(
            DataTypes.DATE(), FieldType.logicalType(SqlTypes.DATE), List.of(DAY, LocalDate.EPOCH)),
        Arguments.of(
            DataTypes.TIME(3),
            FieldType.logicalType(SqlTypes.TIME),
            List.of(LocalTime.MIN, LocalTime.of(23, 59, 59, 999_000_000))),
        Arguments.of(
            DataTypes.TIMESTAMP(6),
            FieldType.logicalType(SqlTypes.DATETIME),
            List.of(LOCAL, LocalDateTime.parse("0001-01-01T00:00:00.000001"))),
        Arguments.of(
            DataTypes.TIMESTAMP(3),
            FieldType.logicalType(SqlTypes.DATETIME),
            List.of(LocalDateTime.parse("1969-12-31T23:59:59.999"))),
        Arguments.of(instants(3), instant(3), List.of(Instant.ofEpochMilli(-1))),
        Arguments.of(instants(6), instant(6), List.of(LATE.minusNanos(789), Instant.EPOCH)),
        Arguments.of(instants(9), instant(9), List.of(LATE)));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyValueComesBackAsItWas(DataType type, FieldType beam, List<Object> values)
      throws Exception {
    RowType table = RowType.builder().field("kept", type).field("never_set", type).build();
    BeamRows rows = BeamRows.of(TABLE, table);
    RowCodec codec = RowCodec.of(table);

    assertThat(rows.schema().getField("kept").getType()).isEqualTo(beam.withNullable(true));
    for (Object value : values) {
      Row row = row(rows.schema(), value, null);
      Row back = rows.toBeam(codec.decode(codec.encode(rows.toPaimon(row))));
      assertThat(back).isEqualTo(row);
      assertThat(CoderUtils.clone(RowCoder.of(rows.schema()), back)).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void aTableMadeOfAReadSchemaHoldsItsRows(DataType type, FieldType beam, List<Object> values) {
    RowType made = BeamSchemas.toPaimon(Schema.builder().addField("kept", beam).build());

    assertThat(made.getTypeAt(0).isNullable()).isFalse();
    for (Object value : values) {
      BeamRows rows = BeamRows.of(TABLE, made);
      Row row = row(rows.schema(), value);
      assertThat(rows.toBeam(rows.toPaimon(row))).isEqualTo(row);
    }
  }

  @Test
  void namesNullsAndDescriptionsGoBothWays() {
    RowType type =
        RowType.builder()
            .field("id", DataTypes.BIGINT().notNull(), "who it is")
            .field("amount", DataTypes.DECIMAL(12, 3))
            .field("at", instants(6).notNull())
            .build();

    assertThat(BeamSchemas.toPaimon(BeamSchemas.toBeam(type)).equalsIgnoreFieldId(type)).isTrue();
    assertThat(BeamSchemas.toBeam(type).getField("id").getDescription()).isEqualTo("who it is");
  }

  @Test
  void fieldsAreFoundByNameAndMissingOnesAreNull() {
    BeamRows rows =
        BeamRows.of(
            TABLE,
            RowType.builder()
                .field("id", DataTypes.BIGINT().notNull())
                .field("state", DataTypes.STRING())
                .field("score", DataTypes.DOUBLE())
                .build());
    Schema given = Schema.builder().addFloatField("score").addByteField("id").build();

    Row written = rows.toBeam(rows.toPaimon(row(given, 0.5f, (byte) 7)));

    assertThat(written).isEqualTo(row(rows.schema(), 7L, null, 0.5));
  }

  @Test
  void instantsOfOtherBeamTypesAreWritten() {
    BeamRows rows = BeamRows.of(TABLE, RowType.builder().field("at", instants(6)).build());
    Row expected = row(rows.schema(), Instant.ofEpochMilli(12_345));

    Schema millis = Schema.builder().addDateTimeField("at").build();
    Schema micros = Schema.builder().addLogicalTypeField("at", SqlTypes.TIMESTAMP).build();

    assertThat(rows.toBeam(rows.toPaimon(row(millis, org.joda.time.Instant.ofEpochMilli(12_345)))))
        .isEqualTo(expected);
    assertThat(rows.toBeam(rows.toPaimon(row(micros, Instant.ofEpochMilli(12_345)))))
        .isEqualTo(expected);
  }

  static List<Arguments> misfits() {
    return List.of(
        Arguments.of(
            DataTypes.DECIMAL(5, 2),
            FieldType.DECIMAL,
            new BigDecimal("1.234"),
            "(DECIMAL(5, 2)): a number with 3 digits after the point does not fit"),
        Arguments.of(
            DataTypes.DECIMAL(5, 2),
            FieldType.DECIMAL,
            new BigDecimal("12345"),
            "(DECIMAL(5, 2)): a number with 5 digits before the point does not fit"),
        Arguments.of(
            instants(3),
            instant(9),
            LATE,
            "(TIMESTAMP(3) WITH LOCAL TIME ZONE): a time finer than 3 digits of a second does not"
                + " fit"),
        Arguments.of(
            DataTypes.TIMESTAMP(3),
            FieldType.logicalType(SqlTypes.DATETIME),
            LOCAL,
            "(TIMESTAMP(3)): a time finer than 3 digits of a second does not fit"),
        Arguments.of(
            DataTypes.TIMESTAMP(6),
            FieldType.logicalType(SqlTypes.DATETIME),
            LocalDateTime.MAX.withNano(0),
            "(TIMESTAMP(6)): a time so far from 1970 does not fit"),
        Arguments.of(
            DataTypes.DATE(),
            FieldType.logicalType(SqlTypes.DATE),
            LocalDate.ofEpochDay(1L << 31),
            "(DATE): a date so far from 1970 does not fit"),
        Arguments.of(
            DataTypes.TIME(3),
            FieldType.logicalType(SqlTypes.TIME),
            LocalTime.ofNanoOfDay(1),
            "(TIME(3)): a time finer than a millisecond does not fit"),
        Arguments.of(
            DataTypes.VARCHAR(2),
            FieldType.STRING,
            "abc",
            "(VARCHAR(2)): a text of 3 characters does not fit"),
        Arguments.of(
            DataTypes.STRING(),
            FieldType.STRING,
            "a\uD83Db",
            "(STRING): half a surrogate pair is no text; UTF-8 cannot hold it"),
        Arguments.of(
            DataTypes.BINARY(2), FieldType.BYTES, new byte[1], "(BINARY(2)): 1 bytes do not fit"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aValueThatWouldBeRoundedOrCutIsRefused(
      DataType type, FieldType beam, Object value, String why) {
    BeamRows rows = BeamRows.of(TABLE, RowType.builder().field("kept", type).build());
    Row row = row(Schema.builder().addField("kept", beam).build(), value);

    assertThatThrownBy(() -> rows.toPaimon(row))
        .isInstanceOf(LakeException.class)
        .hasMessage("table silver.kinds column 'kept' " + why);
  }

  @Test
  void trailingZerosAreNoDigits() {
    BeamRows rows =
        BeamRows.of(TABLE, RowType.builder().field("n", DataTypes.DECIMAL(3, 1)).build());
    Schema given = Schema.builder().addDecimalField("n").build();

    assertThat(rows.toBeam(rows.toPaimon(row(given, new BigDecimal("1.500")))))
        .isEqualTo(row(rows.schema(), new BigDecimal("1.5")));
  }

  @Test
  void refusesSchemasThatDoNotFitBeforeThereIsARow() {
    BeamRows rows =
        BeamRows.of(
            TABLE,
            RowType.builder()
                .field("id", DataTypes.INT().notNull())
                .field("state", DataTypes.STRING())
                .build());

    assertThatCode(() -> rows.requireFits(Schema.builder().addInt16Field("id").build()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> rows.requireFits(Schema.builder().addInt64Field("id").build()))
        .hasMessage(
            "table silver.kinds column 'id' (INT NOT NULL): a field of the type INT64 does not fit");
    assertThatThrownBy(() -> rows.requireFits(Schema.builder().addStringField("state").build()))
        .hasMessage(
            "table silver.kinds column 'id' (INT NOT NULL): the rows have no field of that name,"
                + " and the column is NOT NULL");
    assertThatThrownBy(
            () -> rows.requireFits(Schema.builder().addInt32Field("id").addInt32Field("x").build()))
        .hasMessage(
            "table silver.kinds has no column 'x' for the rows' field of that name; it has: id,"
                + " state");
  }

  @Test
  void refusesANullInAColumnThatIsNotNull() {
    BeamRows rows =
        BeamRows.of(TABLE, RowType.builder().field("id", DataTypes.INT().notNull()).build());
    Schema given = Schema.builder().addNullableInt32Field("id").build();

    assertThatThrownBy(() -> rows.toPaimon(row(given, (Object) null)))
        .hasMessage(
            "table silver.kinds column 'id' (INT NOT NULL): a null does not fit; every row needs a"
                + " value there");
  }

  @Test
  void refusesADecimalWithoutItsDigits() {
    assertThatThrownBy(
            () -> BeamSchemas.toPaimon(Schema.builder().addDecimalField("amount").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "field 'amount' is a DECIMAL without a number of digits; a column needs it:"
                + " FixedPrecisionNumeric.of(precision, scale), or STRING where it is not known");
  }

  @Test
  void refusesTypesWithoutAMapping() {
    assertThatThrownBy(
            () ->
                BeamSchemas.toPaimon(
                    Schema.builder().addLogicalTypeField("id", SqlTypes.UUID).build()))
        .hasMessageStartingWith("field 'id' is of the logical type beam:logical_type:uuid:v1");
    assertThatThrownBy(
            () ->
                BeamSchemas.toBeam(
                    RowType.builder().field("tags", DataTypes.MULTISET(DataTypes.INT())).build()))
        .hasMessageStartingWith("column 'tags' is a MULTISET<INT>");
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }

  private static FieldType decimal(int precision, int scale) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
  }

  private static FieldType instant(int precision) {
    return FieldType.logicalType(Timestamp.of(precision));
  }

  private static DataType instants(int precision) {
    return DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision);
  }
}
