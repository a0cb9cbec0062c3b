package io.lakebeam.lake;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row on its way into a table, or out of it.
 *
 * @param table the table
 * @param schema the version of the table's columns that the bytes are laid out by, the first is 0;
 *     {@link #AS_READ}: by the columns that were asked for
 * @param row its bytes as {@link RowCodec} of that version's type makes them; kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // equal by content below
public record LakeRow(TableName table, long schema, byte[] row) {
  /** Of a row that was read. */
  public static final long AS_READ = -1;

  public LakeRow {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(row, "row");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LakeRow that
        && table.equals(that.table)
        && schema == that.schema
        && Arrays.equals(row, that.row);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(table, schema) + Arrays.hashCode(row);
  }
}
