package io.lakebeam.lake;

import java.util.Map;
import org.joda.time.Duration;

/**
 * Reads and writes lake tables, the same way on every runner, in batch and in streaming.
 *
 * <pre>{@code
 * PCollection<LakeRow> history =
 *     pipeline.apply("History", LakeIO.read(lake, TableName.parse("silver.customer_history")));
 *
 * records.apply("Write", LakeIO.write(lake).withCommitInterval(Duration.standardSeconds(10)));
 * PCollection<Row> alive =
 *     pipeline.apply(
 *         "Alive",
 *         LakeIO.read(lake, TableName.parse("silver.customer"))
 *             .withFilter(RowFilter.isNotTrue("_deleted"))
 *             .asRows());
 *
 * PCollection<TableChange> changes =
 *     pipeline.apply(
 *         "Changes", LakeIO.changes(lake, TableName.parse("silver.customer_history")).from(42));
 *
 * }</pre>
 *
 * <p>Writing is idempotent by each table's primary key and sequence ({@link LakeTable}): a record
 * delivered twice, or again after a restart, ends as one row, and an older row never replaces a
 * newer one. Positions are kept in the lake ({@link Positions}), so a pipeline started without any
 * state of its runner resumes where every table has everything.
 */
public final class LakeIO {
  private LakeIO() {}

  /**
   * Writes elements that are never changed: events, facts.
   *
   * @param identity the columns that say which element it is; one that comes again is the same row.
   *     Without them nothing could be written once
   */
  public static <T> WriteRows<T> append(Lake lake, String... identity) {
    if (identity.length == 0) {
      throw new IllegalArgumentException(
          "append needs the columns that identify an element; without them a replay would double"
              + " what it writes");
    }
    return WriteRows.<T>to(lake, true).withKey(identity);
  }

  /** Writes inserts, updates and deletes: the newest row of each key. */
  public static <T> WriteRows<T> upsert(Lake lake) {
    return WriteRows.to(lake, false);
  }

  /** Writes {@link LakeRecord}s into the tables that their rows name; the tables must exist. */
  public static WriteRecords write(Lake lake) {
    return new WriteRecords(lake, Duration.standardSeconds(2), false, Map.of());
  }

  /**
   * Reads one snapshot of a table, merged by key: the latest, or an older one by id, tag or time;
   * some columns, some rows; as bytes or as Beam rows ({@link ReadRows#asRows}).
   */
  public static ReadRows read(Lake lake, TableName table) {
    return new ReadRows(lake, table, TableScan.ALL, new SnapshotChoice.Latest());
  }

  /**
   * Reads what commits added to a table: between two snapshots, since the last run, or from a
   * snapshot on without an end; as bytes or as Beam rows ({@link ReadChanges#asRows}).
   */
  public static ReadChanges changes(Lake lake, TableName table) {
    return ReadChanges.of(lake, table);
  }

  /** Reads the letters of a table of {@link DeadLetters} that are not resolved. */
  public static ReadDeadLetters deadLetters(Lake lake, TableName table) {
    return new ReadDeadLetters(lake, table);
  }
}
