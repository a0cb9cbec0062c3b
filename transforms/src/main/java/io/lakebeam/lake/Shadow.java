package io.lakebeam.lake;

import java.io.IOException;

/**
 * A table beside another one, in which that one's rows are made anew, to take their place in one
 * commit while writers go on.
 *
 * <pre>{@code
 * long since = lake.snapshot(customer.name());
 * try (Shadow shadow = Shadow.of(lake, customer)) {
 *   pipeline.apply(...).apply(LakeIO.write(lake));  // rows of shadow.table(), all up to since
 *   shadow.takePlace(since);
 * }
 * }</pre>
 *
 * <p>The table keeps its place, its snapshots and its columns: its files are replaced by others in
 * one snapshot. Readers see the rows before or the rows after, and time travel still shows those
 * before. What writers committed after {@code since} is added again under the table's lock, by key
 * and order as always; what they commit later comes on top. Two runs of one table wait for each
 * other. Killed, it leaves the table as it was, or replaced; the next run removes what is left.
 *
 * <p>For one thread.
 */
public final class Shadow implements AutoCloseable {
  private final Lake lake;
  private final LakeTable table;
  private final LakeTable shadowed;
  private final TableLock alone;

  /** While it is open, a table has no shadow. */
  public static final class Absence implements AutoCloseable {
    private final TableName table;
    private final TableLock lock;

    private Absence(TableName table, TableLock lock) {
      this.table = table;
      this.lock = lock;
    }

    /** The table. */
    public TableName table() {
      return table;
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        throw new LakeException("table %s: a lock was not given back".formatted(table), e);
      }
    }
  }

  private Shadow(Lake lake, LakeTable shadowed, TableLock alone) {
    this.lake = lake;
    this.shadowed = shadowed;
    this.table = shadowed.as(Zones.shadow(shadowed.name()), lake.type(shadowed.name()));
    this.alone = alone;
  }

  /**
   * Waits until the table has no shadow, and lets none be made: for who writes to several tables
   * and must have written to all of them before one is made anew from another. For one thread.
   */
  public static Absence absent(Lake lake, TableName table) {
    try {
      return new Absence(table, alone(lake, table));
    } catch (IOException e) {
      throw new LakeException("table %s: its shadow could not be kept out".formatted(table), e);
    }
  }

  private static TableLock alone(Lake lake, TableName table) throws IOException {
    return TableLock.acquire(lake, Maintenance.lockName(Zones.shadow(table)));
  }

  /** An empty one, with the columns that the lake's table has now. */
  public static Shadow of(Lake lake, LakeTable shadowed) {
    try {
      TableLock alone = alone(lake, shadowed.name());
      try {
        Shadow shadow = new Shadow(lake, shadowed, alone);
        TableDefinitions.of(lake).drop(shadow.table.name());
        lake.create(shadow.table);
        return shadow;
      } catch (RuntimeException e) {
        alone.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LakeException(
          "table %s: its shadow could not be made".formatted(shadowed.name()), e);
    }
  }

  /** What to write the rows to. */
  public LakeTable table() {
    return table;
  }

  /**
   * Replaces all rows of the lake's table by the shadow's and by what was committed to it after the
   * snapshot {@code since}.
   *
   * @param since a snapshot of which the shadow has all that is to stay; 0: from before the first
   * @throws LakeException if the columns have changed meanwhile, if snapshots since have expired or
   *     were replaced themselves, or if the commit failed: the table is as it was
   */
  public void takePlace(long since) {
    new Replacement(lake, shadowed.name(), table.type())
        .put(
            lake.read(table.name(), table.type().getFieldNames())::forEach,
            since,
            committed -> committed,
            (lock, committer) -> {});
  }

  /** Removes what a killed run has left; waits for one that goes on. */
  @SuppressWarnings("try") // held, not used
  public static void clear(Lake lake, TableName shadowed) {
    try (Absence absence = absent(lake, shadowed)) {
      TableDefinitions.of(lake).drop(Zones.shadow(shadowed));
    }
  }

  /** Removes it. */
  @Override
  @SuppressWarnings("try") // held until here
  public void close() {
    try (alone) {
      TableDefinitions.of(lake).drop(table.name());
    } catch (IOException e) {
      throw new LakeException("table %s could not be removed".formatted(table.name()), e);
    }
  }
}
