package io.lakebeam.lake;

import java.io.Serializable;
import java.util.Map;

/**
 * How far a reader of a table's changes is.
 *
 * @param partition its name in {@link Positions}
 * @param next the id of the first snapshot that it has not done
 */
record ReaderPosition(String partition, long next) implements Serializable {

  static ReaderPosition of(Lake lake, TableName table, String reader) {
    if (reader.isBlank()) {
      throw new IllegalArgumentException(
          "table %s: a reader of its changes needs a name, such as the table that it writes"
              .formatted(table));
    }
    String partition = "table:%s>%s".formatted(table, reader);
    return new ReaderPosition(partition, Positions.in(lake).read().getOrDefault(partition, 1L));
  }

  SnapshotRange range(long latest) {
    return new SnapshotRange(next - 1, Math.max(next - 1, latest));
  }

  /** Kept in {@code lake}, so that the next run goes on after snapshot {@code through}. */
  void moveTo(Lake lake, long through) throws Exception {
    if (through + 1 > next) {
      new Positions.Writer(lake).write(Map.of(partition, through + 1));
    }
  }
}
