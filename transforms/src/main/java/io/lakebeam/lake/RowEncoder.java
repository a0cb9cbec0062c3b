package io.lakebeam.lake;

import java.util.List;
import org.apache.paimon.casting.CastExecutor;
import org.apache.paimon.casting.CastExecutors;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Encodes rows of one type for one table. The table may have its columns in another order, wider,
 * and more of them, which stay null. Not thread-safe and not serializable: make one per DoFn
 * instance.
 *
 * <pre>{@code
 * RowEncoder encoder = RowEncoder.of(lake, TableName.parse("silver.customer"), type);
 * LakeRow row = encoder.encode(GenericRow.of(1L, BinaryString.fromString("a")));
 * }</pre>
 */
public final class RowEncoder {
  private final TableName table;
  private final long schema;
  private final RowType type;
  private final RowCodec codec;

  /** For each of the table's columns how it is taken from a row; null: as the row is. */
  private final @Nullable TakenColumn[] columns;

  private RowEncoder(TableName table, long schema, RowType type, @Nullable TakenColumn[] columns) {
    this.table = table;
    this.schema = schema;
    this.type = type;
    this.codec = RowCodec.of(type);
    this.columns = columns;
  }

  /**
   * An encoder for rows of {@code type}.
   *
   * @throws RowException if the table lacks a column of theirs, or has it with a narrower type
   */
  public static RowEncoder of(Lake lake, TableName name, RowType type) {
    return of(name, lake.open(name), type);
  }

  static RowEncoder of(TableName name, FileStoreTable table, RowType type) {
    RowType found = table.rowType();
    long schema = table.schema().id();
    if (found.equalsIgnoreFieldId(type)) {
      return new RowEncoder(name, schema, found, null);
    }
    TableEvolution.requireHolds(name, table.schema(), type);
    return new RowEncoder(name, schema, found, columns(found, type));
  }

  /** The row's bytes, marked with the version of the table's columns. */
  public LakeRow encode(InternalRow row) {
    return new LakeRow(table, schema, codec.encode(columns == null ? row : laidOut(row)));
  }

  /** Whether this encoder and {@code other} make the same bytes of the same row. */
  public boolean sharesBytesWith(RowEncoder other) {
    return columns == null && other.columns == null && type.equalsIgnoreFieldId(other.type);
  }

  /** A row whose bytes were made by an encoder that shares them. */
  public LakeRow encoded(byte[] row) {
    return new LakeRow(table, schema, row);
  }

  private InternalRow laidOut(InternalRow row) {
    GenericRow laidOut = new GenericRow(row.getRowKind(), columns.length);
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        laidOut.setField(i, columns[i].of(row));
      }
    }
    return laidOut;
  }

  private static TakenColumn[] columns(RowType table, RowType type) {
    List<DataField> fields = table.getFields();
    TakenColumn[] columns = new TakenColumn[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      int at = type.getFieldIndex(fields.get(i).name());
      columns[i] = at < 0 ? null : TakenColumn.of(type.getField(at), at, fields.get(i));
    }
    return columns;
  }

  /** Takes a value from its place in a row, in the type that the table has for it. */
  private record TakenColumn(
      InternalRow.FieldGetter getter, @Nullable CastExecutor<Object, Object> cast) {

    @SuppressWarnings("unchecked") // the executors' types follow from the data types
    static TakenColumn of(DataField from, int at, DataField to) {
      boolean isSame = from.type().equalsIgnoreNullable(to.type());
      return new TakenColumn(
          InternalRow.createFieldGetter(from.type(), at),
          isSame
              ? null
              : (CastExecutor<Object, Object>) CastExecutors.resolve(from.type(), to.type()));
    }

    @Nullable Object of(InternalRow row) {
      Object value = getter.getFieldOrNull(row);
      return value == null || cast == null ? value : cast.cast(value);
    }
  }
}
