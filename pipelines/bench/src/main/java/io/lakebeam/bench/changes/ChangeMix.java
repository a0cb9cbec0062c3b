package io.lakebeam.bench.changes;

/**
 * How many events of which kind.
 *
 * @param existingRows rows that are in the table before the first event; keys 1 to this number
 * @param snapshotRows rows that the connector's snapshot reads, before all changes
 * @param inserts new keys
 * @param updates changes of keys that are there
 * @param deletes keys that go
 */
public record ChangeMix(int existingRows, int snapshotRows, int inserts, int updates, int deletes) {
  /** Of twenty changes: ten inserts, seven updates, three deletes. */
  private static final int PARTS = 20;

  public ChangeMix {
    if (existingRows < 0 || snapshotRows < 0 || inserts < 0 || updates < 0 || deletes < 0) {
      throw new IllegalArgumentException("a mix has no negative number of events");
    }
    if (existingRows + snapshotRows + inserts < Math.max(deletes, 1)) {
      throw new IllegalArgumentException(
          "%d keys cannot be deleted %d times"
              .formatted(existingRows + snapshotRows + inserts, deletes));
    }
  }

  /**
   * {@code events} changes over {@code keys} keys: an insert for each key, and of the rest seven
   * updates to three deletes.
   */
  public static ChangeMix of(int events, int keys) {
    if (keys < 1 || keys > events) {
      throw new IllegalArgumentException(
          "keys must be from 1 to the number of events, %d, was %d".formatted(events, keys));
    }
    int deletes = Math.min((int) ((events - keys) * 3L / 10), keys);
    return new ChangeMix(0, 0, keys, events - keys - deletes, deletes);
  }

  /** A snapshot of a table of so many rows. */
  public static ChangeMix snapshot(int rows) {
    return new ChangeMix(0, rows, 0, 0, 0);
  }

  /** {@code events} changes, half of them new keys, of a table that holds {@code rows} rows. */
  public static ChangeMix onTable(int rows, int events) {
    int inserts = events / 2;
    int deletes = (int) (events * 3L / PARTS);
    return new ChangeMix(rows, 0, inserts, events - inserts - deletes, deletes);
  }

  /** All events. */
  public int events() {
    return snapshotRows + inserts + updates + deletes;
  }

  /** Rows that are there after the last event. */
  public int rowsLeft() {
    return existingRows + snapshotRows + inserts - deletes;
  }
}
