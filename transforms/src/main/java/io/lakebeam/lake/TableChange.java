package io.lakebeam.lake;

import java.time.Instant;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A row that a snapshot brought into a table.
 *
 * <pre>{@code
 * InternalRow row = RowCodec.of(changes.type()).decode(change.row().row());
 * if (row.getRowKind() == RowKind.DELETE) { ... }
 * }</pre>
 *
 * @param snapshot the id of the snapshot
 * @param committedMillis when it was committed, in milliseconds since 1970 by the committer's clock
 * @param row the row; its bytes keep its kind (insert or delete)
 */
@DefaultCoder(TableChangeCoder.class)
public record TableChange(long snapshot, long committedMillis, LakeRow row) {
  public TableChange {
    Objects.requireNonNull(row, "row");
  }

  /** When the snapshot was committed, by the committer's clock. */
  public Instant committed() {
    return Instant.ofEpochMilli(committedMillis);
  }
}
