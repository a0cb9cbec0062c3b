package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/**
 * Beam schemas of lake tables and table types of Beam schemas; {@link BeamRows} turns the rows.
 *
 * <pre>{@code
 * Schema schema = BeamSchemas.toBeam(lake.type(TableName.parse("silver.customer")));
 * LakeTable table = LakeTable.of(TableName.of("gold", "profile"), BeamSchemas.toPaimon(schema));
 * }</pre>
 *
 * <p>Names, descriptions and nullability go both ways. No mapping rounds: what a type cannot hold
 * exactly is refused.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>column</th><th>read as</th><th>Java</th><th>also written from</th></tr>
 * <tr><td>BOOLEAN</td><td>BOOLEAN</td><td>Boolean</td><td></td></tr>
 * <tr><td>TINYINT</td><td>BYTE</td><td>Byte</td><td></td></tr>
 * <tr><td>SMALLINT</td><td>INT16</td><td>Short</td><td>BYTE</td></tr>
 * <tr><td>INT</td><td>INT32</td><td>Integer</td><td>BYTE, INT16</td></tr>
 * <tr><td>BIGINT</td><td>INT64</td><td>Long</td><td>BYTE, INT16, INT32</td></tr>
 * <tr><td>FLOAT</td><td>FLOAT</td><td>Float</td><td></td></tr>
 * <tr><td>DOUBLE</td><td>DOUBLE</td><td>Double</td><td>FLOAT</td></tr>
 * <tr><td>DECIMAL(p, s)</td><td>{@link FixedPrecisionNumeric}(p, s)</td><td>BigDecimal of scale
 * s</td><td>DECIMAL</td></tr>
 * <tr><td>STRING, VARCHAR(n), CHAR(n)</td><td>STRING</td><td>String</td><td>VariableString(n)
 * (a VARCHAR(n) in a new table), FixedString(n) (a CHAR(n))</td></tr>
 * <tr><td>BYTES, VARBINARY(n), BINARY(n)</td><td>BYTES</td><td>byte[]</td><td>VariableBytes(n),
 * FixedBytes(n)</td></tr>
 * <tr><td>DATE</td><td>{@link SqlTypes#DATE}</td><td>LocalDate</td><td></td></tr>
 * <tr><td>TIME(p)</td><td>{@link SqlTypes#TIME}</td><td>LocalTime, to the millisecond; a new
 * table's column is TIME(3)</td><td></td></tr>
 * <tr><td>TIMESTAMP(p)</td><td>{@link SqlTypes#DATETIME}</td><td>LocalDateTime; a new table's
 * column is TIMESTAMP(6)</td><td></td></tr>
 * <tr><td>TIMESTAMP(p) WITH LOCAL TIME ZONE</td><td>{@link Timestamp}(p)</td><td>java.time.Instant
 * </td><td>DATETIME (p 3), {@link SqlTypes#TIMESTAMP} (p 6), NanosInstant (p 9)</td></tr>
 * <tr><td>ARRAY, MAP, ROW</td><td>ARRAY, MAP, ROW</td><td>List, Map, Row</td><td>ITERABLE</td></tr>
 * </table>
 *
 * <p>Other types are refused by an {@link IllegalArgumentException} that names the column. A plain
 * DECIMAL says nothing of its digits, so no column can be made of it; into a column that is there
 * its values are written where they fit exactly.
 */
public final class BeamSchemas {
  private BeamSchemas() {}

  /** The schema of the Beam rows that hold rows of {@code type}. */
  public static Schema toBeam(RowType type) {
    return toBeam(type, "");
  }

  /** The type of a table that holds rows of {@code schema}. */
  public static RowType toPaimon(Schema schema) {
    return BeamTypes.rowType(schema, "");
  }

  private static Schema toBeam(RowType type, String path) {
    List<Field> fields = new ArrayList<>();
    for (DataField field : type.getFields()) {
      Field made = Field.of(field.name(), beamType(field.type(), path + field.name()));
      fields.add(field.description() == null ? made : made.withDescription(field.description()));
    }
    return Schema.builder().addFields(fields).build();
  }

  private static FieldType beamType(DataType type, String path) {
    return notNullBeamType(type, path).withNullable(type.isNullable());
  }

  private static FieldType notNullBeamType(DataType type, String path) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> FieldType.BOOLEAN;
      case TINYINT -> FieldType.BYTE;
      case SMALLINT -> FieldType.INT16;
      case INTEGER -> FieldType.INT32;
      case BIGINT -> FieldType.INT64;
      case FLOAT -> FieldType.FLOAT;
      case DOUBLE -> FieldType.DOUBLE;
      case DECIMAL -> decimal((DecimalType) type);
      case CHAR, VARCHAR -> FieldType.STRING;
      case BINARY, VARBINARY -> FieldType.BYTES;
      case DATE -> FieldType.logicalType(SqlTypes.DATE);
      case TIME_WITHOUT_TIME_ZONE -> FieldType.logicalType(SqlTypes.TIME);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> FieldType.logicalType(SqlTypes.DATETIME);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant((LocalZonedTimestampType) type);
      case ARRAY -> FieldType.array(beamType(((ArrayType) type).getElementType(), path + "[]"));
      case MAP -> map((MapType) type, path);
      case ROW -> FieldType.row(toBeam((RowType) type, path + "."));
      case MULTISET, VARIANT, BLOB, VECTOR ->
          throw new IllegalArgumentException(
              "column '%s' is a %s, which has no Beam type here; leave it out of the columns read"
                  .formatted(path, type.asSQLString()));
    };
  }

  private static FieldType decimal(DecimalType type) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(type.getPrecision(), type.getScale()));
  }

  private static FieldType instant(LocalZonedTimestampType type) {
    return FieldType.logicalType(Timestamp.of(type.getPrecision()));
  }

  private static FieldType map(MapType type, String path) {
    return FieldType.map(
        beamType(type.getKeyType(), path + "[key]"),
        beamType(type.getValueType(), path + "[value]"));
  }
}
