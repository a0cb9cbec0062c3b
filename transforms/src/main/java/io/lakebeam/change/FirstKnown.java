package io.lakebeam.change;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.Snapshots;
import io.lakebeam.lake.TableName;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the first snapshot of a history that has a version. Versions come and stay, so it is looked
 * for by halves; each snapshot that is looked at is read once.
 */
final class FirstKnown {
  private final Lake lake;
  private final TableName history;
  private final @Nullable RowFilter wanted;
  private final long newest;
  private final Snapshots snapshots;
  private final List<String> key;
  private final RowCodec keys;
  private final ProjectedRow keyOf;
  private final Map<Long, Set<InternalRow>> versions = new HashMap<>();

  /**
   * Among snapshots up to {@code newest}.
   *
   * @param wanted the versions that will be asked for; null: any
   * @param type of the rows that will be asked for
   */
  FirstKnown(Lake lake, TableName history, @Nullable RowFilter wanted, RowType type, long newest) {
    this.lake = lake;
    this.history = history;
    this.wanted = wanted;
    this.newest = newest;
    this.snapshots = lake.snapshots(history);
    this.key = lake.key(history);
    int[] indices = type.getFieldIndices(key);
    this.keys = RowCodec.of(type.project(indices));
    this.keyOf = ProjectedRow.from(indices);
  }

  /** When it was committed; null if the oldest snapshot that is left has the version already. */
  @Nullable Instant of(InternalRow version) {
    InternalRow wantedKey = keys.copy(keyOf.replaceRow(version));
    long without = snapshots.oldest();
    // A table's first snapshot is not left from others before it.
    if (without > 1 && in(without).contains(wantedKey)) {
      return null;
    }
    without = without > 1 ? without : 0;
    long with = newest;
    while (with - without > 1) {
      long middle = without + (with - without) / 2;
      if (in(middle).contains(wantedKey)) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return snapshots.committedAt(with);
  }

  private Set<InternalRow> in(long snapshot) {
    return versions.computeIfAbsent(
        snapshot,
        id -> {
          Set<InternalRow> found = new HashSet<>();
          lake.read(history, key, wanted, id).forEach(row -> found.add(keys.copy(row)));
          return found;
        });
  }
}
