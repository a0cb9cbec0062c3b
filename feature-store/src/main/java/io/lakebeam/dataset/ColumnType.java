package io.lakebeam.dataset;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * What a column holds, as a Java value and as a Parquet type.
 *
 * <p>The Parquet side follows the format's own <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes.md</a>.
 */
public enum ColumnType {
  /** A {@link Integer}; Parquet {@code int32}. */
  INT32(Integer.class, PrimitiveTypeName.INT32) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addInteger((Integer) value);
    }

    @Override
    Object read(ColumnReader reader) {
      return reader.getInteger();
    }
  },

  /** A {@link Long}; Parquet {@code int64}. */
  INT64(Long.class, PrimitiveTypeName.INT64) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addLong((Long) value);
    }

    @Override
    Object read(ColumnReader reader) {
      return reader.getLong();
    }
  },

  /** A {@link Double}; Parquet {@code double}. */
  DOUBLE(Double.class, PrimitiveTypeName.DOUBLE) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addDouble((Double) value);
    }

    @Override
    Object read(ColumnReader reader) {
      return reader.getDouble();
    }
  },

  /** A {@link String}; Parquet {@code binary (STRING)}, UTF-8. */
  STRING(String.class, PrimitiveTypeName.BINARY) {
    @Override
    LogicalTypeAnnotation annotation() {
      return LogicalTypeAnnotation.stringType();
    }

    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addBinary(Binary.fromString((String) value));
    }

    @Override
    Object read(ColumnReader reader) {
      return reader.getBinary().toStringUsingUTF8();
    }
  },

  /** A {@link Boolean}; Parquet {@code boolean}. */
  BOOLEAN(Boolean.class, PrimitiveTypeName.BOOLEAN) {
    @Override
    void write(RecordConsumer consumer, Object value) {
      consumer.addBoolean((Boolean) value);
    }

    @Override
    Object read(ColumnReader reader) {
      return reader.getBoolean();
    }
  },

  /** An {@link Instant} in whole microseconds; Parquet {@code int64 (TIMESTAMP(MICROS,true))}. */
  TIMESTAMP_MICROS(Instant.class, PrimitiveTypeName.INT64) {
    @Override
    LogicalTypeAnnotation annotation() {
      return LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
    }

    @Override
    boolean accepts(Object value) {
      return value instanceof Instant instant
          && instant.truncatedTo(ChronoUnit.MICROS).equals(instant)
          && Math.abs(instant.getEpochSecond()) < Long.MAX_VALUE / 1_000_000;
    }

    @Override
    void write(RecordConsumer consumer, Object value) {
      Instant instant = (Instant) value;
      // Not ChronoUnit.between: on Java 17 it overflows before the year 1678.
      consumer.addLong(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    }

    @Override
    Object read(ColumnReader reader) {
      return Instant.EPOCH.plus(reader.getLong(), ChronoUnit.MICROS);
    }
  };

  private final Class<?> javaType;
  private final PrimitiveTypeName primitive;

  ColumnType(Class<?> javaType, PrimitiveTypeName primitive) {
    this.javaType = javaType;
    this.primitive = primitive;
  }

  /** The class of this type's values. */
  public Class<?> javaType() {
    return javaType;
  }

  /** What Parquet says beyond the primitive type; null for nothing. */
  LogicalTypeAnnotation annotation() {
    return null;
  }

  /** Whether a value is of this type, and would come back from a file as it is. */
  boolean accepts(Object value) {
    return javaType.isInstance(value);
  }

  /** Hands one value, of {@link #javaType()}, to Parquet. */
  abstract void write(RecordConsumer consumer, Object value);

  /** The reader's current value. */
  abstract Object read(ColumnReader reader);

  /** This type as a field of a Parquet schema. */
  Type toParquet(String name, boolean nullable) {
    return Types.primitive(
            primitive, nullable ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED)
        .as(annotation())
        .named(name);
  }

  /** The type that a Parquet field holds; empty when this package has none for it. */
  static Optional<ColumnType> fromParquet(Type field) {
    if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
      return Optional.empty();
    }
    PrimitiveType type = field.asPrimitiveType();
    return Arrays.stream(values()).filter(candidate -> candidate.describes(type)).findFirst();
  }

  private boolean describes(PrimitiveType type) {
    LogicalTypeAnnotation found = type.getLogicalTypeAnnotation();
    if (found instanceof TimestampLogicalTypeAnnotation timestamp) {
      // A file of another writer may call its timestamps local; their microseconds are read as UTC.
      return this == TIMESTAMP_MICROS && timestamp.getUnit() == TimeUnit.MICROS;
    }
    boolean plainInteger =
        (this == INT32 && LogicalTypeAnnotation.intType(32, true).equals(found))
            || (this == INT64 && LogicalTypeAnnotation.intType(64, true).equals(found));
    return type.getPrimitiveTypeName() == primitive
        && (plainInteger || Objects.equals(annotation(), found));
  }
}
