package io.lakebeam.lake;

import java.util.List;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Types that hold every value of two others, unchanged. */
final class WiderType {
  private static final List<DataTypeRoot> WHOLE_NUMBERS =
      List.of(
          DataTypeRoot.TINYINT, DataTypeRoot.SMALLINT, DataTypeRoot.INTEGER, DataTypeRoot.BIGINT);
  private static final List<DataTypeRoot> FLOATS = List.of(DataTypeRoot.FLOAT, DataTypeRoot.DOUBLE);

  private WiderType() {}

  /**
   * The narrowest type that holds both, nullable as {@code have} is; {@code have} itself where it
   * does; null where there is none.
   */
  static @Nullable DataType of(DataType have, DataType wanted) {
    DataType wide = nullableOf(have.nullable(), wanted.nullable());
    return wide == null ? null : wide.copy(have.isNullable());
  }

  private static @Nullable DataType nullableOf(DataType have, DataType wanted) {
    // As text: the fields of rows within have ids in a table, and elsewhere have not.
    if (have.asSQLString().equals(wanted.asSQLString())) {
      return have;
    }
    for (List<DataTypeRoot> numbers : List.of(WHOLE_NUMBERS, FLOATS)) {
      if (numbers.contains(have.getTypeRoot()) && numbers.contains(wanted.getTypeRoot())) {
        return rank(numbers, have) >= rank(numbers, wanted) ? have : wanted;
      }
    }
    if (have instanceof DecimalType one && wanted instanceof DecimalType other) {
      return decimal(one, other);
    }
    if (both(have, wanted, DataTypeFamily.CHARACTER_STRING)) {
      int length = longer(have, wanted);
      return length(have) == length ? have : DataTypes.VARCHAR(length);
    }
    if (both(have, wanted, DataTypeFamily.BINARY_STRING)) {
      int length = longer(have, wanted);
      boolean isEnough = have.is(DataTypeRoot.VARBINARY) && length(have) == length;
      return isEnough ? have : DataTypes.VARBINARY(length);
    }
    boolean isTime =
        have.is(DataTypeFamily.TIMESTAMP) || have.is(DataTypeRoot.TIME_WITHOUT_TIME_ZONE);
    return isTime && have.getTypeRoot() == wanted.getTypeRoot() ? finer(have, wanted) : null;
  }

  private static int rank(List<DataTypeRoot> numbers, DataType type) {
    return numbers.indexOf(type.getTypeRoot());
  }

  private static @Nullable DataType decimal(DecimalType one, DecimalType other) {
    int scale = Math.max(one.getScale(), other.getScale());
    int whole =
        Math.max(one.getPrecision() - one.getScale(), other.getPrecision() - other.getScale());
    return whole + scale > DecimalType.MAX_PRECISION
        ? null
        : DataTypes.DECIMAL(whole + scale, scale);
  }

  private static DataType finer(DataType have, DataType wanted) {
    return DataTypeChecks.getPrecision(have) >= DataTypeChecks.getPrecision(wanted) ? have : wanted;
  }

  private static boolean both(DataType one, DataType other, DataTypeFamily family) {
    return one.is(family) && other.is(family);
  }

  private static int longer(DataType one, DataType other) {
    return Math.max(length(one), length(other));
  }

  private static int length(DataType type) {
    return DataTypeChecks.getLength(type);
  }
}
