package io.lakebeam.lake;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row on its way into a table.
 *
 * @param table where it goes
 * @param row its bytes as {@link RowCodec} of the table's type makes them; kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // equal by content below
public record LakeRow(TableName table, byte[] row) {
  public LakeRow {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(row, "row");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LakeRow that
        && table.equals(that.table)
        && Arrays.equals(row, that.row);
  }

  @Override
  public int hashCode() {
    return 31 * table.hashCode() + Arrays.hashCode(row);
  }
}
