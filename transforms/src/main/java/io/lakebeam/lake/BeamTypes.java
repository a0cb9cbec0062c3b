package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.VariableBytes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.RowType;

/** Which column type a Beam field makes, and into which column types it can be written. */
final class BeamTypes {
  private static final List<DataTypeRoot> INTEGERS =
      List.of(
          DataTypeRoot.TINYINT, DataTypeRoot.SMALLINT, DataTypeRoot.INTEGER, DataTypeRoot.BIGINT);

  private BeamTypes() {}

  static RowType rowType(Schema schema, String path) {
    List<DataField> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      String description = field.getDescription().isEmpty() ? null : field.getDescription();
      DataType type = dataType(field.getType(), path + field.getName());
      fields.add(new DataField(fields.size(), field.getName(), type, description));
    }
    return new RowType(fields);
  }

  /** Whether every value of the field, or an exact conversion of it, can be in such a column. */
  static boolean fits(FieldType from, DataType to, String path) {
    if (isAnyDecimal(from)) {
      return to.is(DataTypeRoot.DECIMAL);
    }
    DataTypeRoot made = dataType(from, path).getTypeRoot();
    DataTypeRoot wanted = to.getTypeRoot();
    if (INTEGERS.contains(made) && INTEGERS.contains(wanted)) {
      return INTEGERS.indexOf(made) <= INTEGERS.indexOf(wanted);
    }
    return made == wanted
        || (made == DataTypeRoot.FLOAT && wanted == DataTypeRoot.DOUBLE)
        || both(made, wanted, DataTypeFamily.CHARACTER_STRING)
        || both(made, wanted, DataTypeFamily.BINARY_STRING);
  }

  private static boolean both(DataTypeRoot one, DataTypeRoot other, DataTypeFamily family) {
    return one.getFamilies().contains(family) && other.getFamilies().contains(family);
  }

  private static boolean isAnyDecimal(FieldType type) {
    return type.getTypeName() == TypeName.DECIMAL
        || (type.getTypeName() == TypeName.LOGICAL_TYPE
            && type.getLogicalType().getIdentifier().equals(FixedPrecisionNumeric.IDENTIFIER));
  }

  static DataType dataType(FieldType type, String path) {
    return notNullDataType(type, path).copy(type.getNullable());
  }

  private static DataType notNullDataType(FieldType type, String path) {
    return switch (type.getTypeName()) {
      case BOOLEAN -> DataTypes.BOOLEAN();
      case BYTE -> DataTypes.TINYINT();
      case INT16 -> DataTypes.SMALLINT();
      case INT32 -> DataTypes.INT();
      case INT64 -> DataTypes.BIGINT();
      case FLOAT -> DataTypes.FLOAT();
      case DOUBLE -> DataTypes.DOUBLE();
      case STRING -> DataTypes.STRING();
      case BYTES -> DataTypes.BYTES();
      case DATETIME -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3);
      case DECIMAL -> throw digitsUnknown(path);
      case ARRAY, ITERABLE ->
          DataTypes.ARRAY(dataType(type.getCollectionElementType(), path + "[]"));
      case MAP ->
          DataTypes.MAP(
              dataType(type.getMapKeyType(), path + "[key]"),
              dataType(type.getMapValueType(), path + "[value]"));
      case ROW -> rowType(Objects.requireNonNull(type.getRowSchema()), path + ".");
      case LOGICAL_TYPE -> logical(type.getLogicalType(), path);
    };
  }

  private static DataType logical(LogicalType<?, ?> type, String path) {
    String name = type.getIdentifier();
    if (name.equals(SqlTypes.DATE.getIdentifier())) {
      return DataTypes.DATE();
    } else if (name.equals(SqlTypes.TIME.getIdentifier())) {
      return DataTypes.TIME(3);
    } else if (name.equals(SqlTypes.DATETIME.getIdentifier())) {
      return DataTypes.TIMESTAMP(6);
    } else if (name.equals(MicrosInstant.IDENTIFIER)) {
      return DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6);
    } else if (name.equals(NanosInstant.IDENTIFIER)) {
      return DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(9);
    }
    return withArgument(type, path);
  }

  private static DataType withArgument(LogicalType<?, ?> type, String path) {
    Object argument = type.getArgument();
    String name = type.getIdentifier();
    if (name.equals(Timestamp.IDENTIFIER)) {
      return DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE((Integer) argument);
    } else if (name.equals(FixedPrecisionNumeric.IDENTIFIER)) {
      return decimal((Row) argument, path);
    } else if (name.equals(VariableString.IDENTIFIER)) {
      return DataTypes.VARCHAR((Integer) argument);
    } else if (name.equals(FixedString.IDENTIFIER)) {
      return DataTypes.CHAR((Integer) argument);
    } else if (name.equals(VariableBytes.IDENTIFIER)) {
      return DataTypes.VARBINARY((Integer) argument);
    } else if (name.equals(FixedBytes.IDENTIFIER)) {
      return DataTypes.BINARY((Integer) argument);
    }
    throw new IllegalArgumentException(
        "field '%s' is of the logical type %s, which no column can hold as it is; turn it into one"
                .formatted(path, name)
            + " that BeamSchemas lists");
  }

  private static DataType decimal(Row argument, String path) {
    int precision = Objects.requireNonNull(argument.getInt32("precision"));
    int scale = Objects.requireNonNull(argument.getInt32("scale"));
    if (precision == -1) {
      throw digitsUnknown(path);
    }
    if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "field '%s' is a number of %d digits, %d of them after the point; a column holds 1 to %d,"
                  .formatted(path, precision, scale, DecimalType.MAX_PRECISION)
              + " 0 to all of them after the point: keep longer ones as STRING");
    }
    return DataTypes.DECIMAL(precision, scale);
  }

  private static IllegalArgumentException digitsUnknown(String path) {
    return new IllegalArgumentException(
        "field '%s' is a DECIMAL without a number of digits; a column needs it:".formatted(path)
            + " FixedPrecisionNumeric.of(precision, scale), or STRING where it is not known");
  }
}
