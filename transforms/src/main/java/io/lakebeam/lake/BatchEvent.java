package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What happened to a batch: its files were written (to which tables, which offsets it covers), or
 * one table committed its part. The two arrive in any order.
 */
record BatchEvent(
    String batch,
    String partition,
    List<Long> ranges,
    Set<TableName> tables,
    @Nullable TableName committed)
    implements Serializable {

  static BatchEvent written(
      String batch, String partition, OffsetRanges ranges, Set<TableName> tables) {
    return new BatchEvent(batch, partition, ranges.pairs(), Set.copyOf(tables), null);
  }

  static BatchEvent committed(String batch, TableName table) {
    return new BatchEvent(batch, "", List.of(), Set.of(), table);
  }
}
