package io.lakebeam.lake;

import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All that one source record writes: rows for any number of tables, and the position that is done
 * when they are committed. A record that writes nothing still has its position.
 *
 * <pre>{@code
 * LakeRecord.at(new SourcePosition("bank.public.customer-0", 42), List.of(bronzeRow, silverRow));
 * LakeRecord.of(List.of(goldRow));  // derived data: the run as a whole is repeated, not a position
 * }</pre>
 *
 * @param position where the record stood in its source; null where there is none
 * @param rows what it writes
 */
@DefaultCoder(LakeRecordCoder.class)
public record LakeRecord(@Nullable SourcePosition position, List<LakeRow> rows) {
  public LakeRecord {
    rows = List.copyOf(rows);
  }

  /** What the source record at {@code position} writes. */
  public static LakeRecord at(SourcePosition position, List<LakeRow> rows) {
    return new LakeRecord(position, rows);
  }

  /** Rows that come from no source position. */
  public static LakeRecord of(List<LakeRow> rows) {
    return new LakeRecord(null, rows);
  }
}
