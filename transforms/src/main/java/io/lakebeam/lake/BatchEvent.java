package io.lakebeam.lake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What happened to a batch: its files were written (to which tables, which offsets of each source
 * partition it covers), or one table committed its part. The two arrive in any order.
 */
record BatchEvent(
    String batch,
    Map<String, List<Long>> ranges,
    Set<TableName> tables,
    @Nullable TableName committed)
    implements Serializable {

  static BatchEvent written(
      String batch, Map<String, OffsetRanges> offsets, Set<TableName> tables) {
    Map<String, List<Long>> ranges = new HashMap<>();
    offsets.forEach((partition, covered) -> ranges.put(partition, covered.pairs()));
    return new BatchEvent(batch, Map.copyOf(ranges), Set.copyOf(tables), null);
  }

  static BatchEvent committed(String batch, TableName table) {
    return new BatchEvent(batch, Map.of(), Set.of(), table);
  }
}
