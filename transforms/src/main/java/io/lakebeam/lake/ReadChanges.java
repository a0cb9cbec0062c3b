package io.lakebeam.lake;

import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;

/**
 * {@link LakeIO#changes}: the rows that commits added to a table, snapshot after snapshot, so that
 * a table can be derived from another as it grows, as a scheduled batch or continuously.
 *
 * <pre>{@code
 * ReadChanges changes = LakeIO.changes(lake, TableName.parse("silver.customer_history"));
 * pipeline.apply(changes.between(3, 9));    // what snapshots 4 to 9 added
 * pipeline.apply(changes.from(9));          // what 10 and later add, without an end
 *
 * ReadChanges since = changes.sinceLastRun("profile");   // a batch: all since the last one
 * pipeline.apply(since).apply(new Derive()).apply(LakeIO.write(lake)).apply(since.whenCommitted());
 * }</pre>
 *
 * <p>What counts as a change is a row in a file that a commit of rows added. Compaction rewrites
 * files and adds no rows: its snapshots give nothing. Rows come as they were written, not merged
 * with those of other snapshots, in no given order; in an upsert table older versions of a key can
 * come after newer ones, which its sequence columns tell apart. Of the versions of one key that one
 * writer put into one commit only the newest by sequence is there; a table whose key is the
 * identity of an event, as bronze and history tables are, loses none.
 *
 * <p>Guarantee: each row of the range at least once, the same rows for the same range whenever it
 * is read, each with the id of its snapshot. Within a run each row comes once, as often as the
 * runner's own guarantee; a run that is started anew without the runner's state reads again from
 * where it is told to. Keyed tables make that effectively once. Nothing is skipped: a snapshot that
 * has expired, or one that replaced the table's rows (an overwrite), is an error that says what to
 * do. Let snapshots expire later than the slowest reader reads them.
 *
 * <p>Timestamps are those of the commits, by the committers' clocks, and never go backwards; the
 * watermark is the time of the last commit listed, and stands while there is none.
 *
 * <p>The columns are those of the table when the pipeline is built. Splittable by snapshot, and
 * each snapshot by bucket.
 */
public final class ReadChanges extends PTransform<PBegin, PCollection<TableChange>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final TableName table;
  private final TableScan scan;
  private final @Nullable SnapshotRange range;
  private final Duration poll;
  private final @Nullable ReaderPosition position;

  private ReadChanges(
      Lake lake,
      TableName table,
      TableScan scan,
      @Nullable SnapshotRange range,
      Duration poll,
      @Nullable ReaderPosition position) {
    this.lake = lake;
    this.table = table;
    this.scan = scan;
    this.range = range;
    this.poll = poll;
    this.position = position;
  }

  static ReadChanges of(Lake lake, TableName table) {
    return new ReadChanges(lake, table, TableScan.ALL, null, Duration.standardSeconds(2), null);
  }

  /** What the snapshots after {@code after} (0: from the first) up to {@code through} added. */
  public ReadChanges between(long after, long through) {
    return with(new SnapshotRange(after, through), null);
  }

  /** What the snapshots after {@code after} add, those to come included; it does not end. */
  public ReadChanges from(long after) {
    return with(new SnapshotRange(after, SnapshotRange.OPEN), null);
  }

  /** What the snapshots after {@code after} up to the latest of now added. */
  public ReadChanges since(long after) {
    long latest = lake.snapshot(table);
    return with(new SnapshotRange(after, Math.max(after, latest)), null);
  }

  /**
   * What was added up to the latest snapshot of now and since the last run of {@code reader} that
   * {@link #whenCommitted} finished; the first run reads from the table's first snapshot.
   *
   * @param reader names who reads, such as the derived table; each has its own position in {@link
   *     Positions}, under {@code table:TABLE>READER}
   */
  public ReadChanges sinceLastRun(String reader) {
    ReaderPosition last = ReaderPosition.of(lake, table, reader);
    return new ReadChanges(lake, table, scan, last.range(lake.snapshot(table)), poll, last);
  }

  /**
   * Moves the position of {@link #sinceLastRun} to the end of this range when all that its input
   * says is committed, which {@link LakeIO#write} puts out. A run that fails before that moves
   * nothing: the next reads the same range and more, and writes the same rows.
   */
  public MoveReaderPosition whenCommitted() {
    if (position == null || range == null) {
      throw new IllegalStateException(
          "table %s: only changes.sinceLastRun(reader) has a position to move".formatted(table));
    }
    return new MoveReaderPosition(lake, position, range.through());
  }

  /** How long to wait before looking for a new snapshot; default: 2 s. */
  public ReadChanges withPollInterval(Duration interval) {
    if (!interval.isLongerThan(Duration.ZERO)) {
      throw new IllegalArgumentException(
          "the poll interval must be longer than 0, found " + interval);
    }
    return new ReadChanges(lake, table, scan, range, interval, position);
  }

  /** Only these columns, in this order; default: all, in the table's order. */
  public ReadChanges withColumns(List<String> wanted) {
    return new ReadChanges(lake, table, scan.withColumns(wanted), range, poll, position);
  }

  /** Only rows that the filter wants, and, where it was called before, the earlier one as well. */
  public ReadChanges withFilter(RowFilter filter) {
    return new ReadChanges(lake, table, scan.withFilter(filter), range, poll, position);
  }

  /**
   * The same as Beam rows: {@code snapshot} (INT64), {@code committed} (an instant, in
   * milliseconds), {@code kind} (+I a row, -D the deletion of one in tables that have such) and
   * {@code row} (the columns, by {@link BeamSchemas}).
   */
  public ReadChangeRows asRows() {
    return new ReadChangeRows(this);
  }

  /** The columns of the rows; what {@link RowCodec#of} takes to decode them. */
  public RowType type() {
    return scan.type(PinnedTable.latest(lake, table));
  }

  @Override
  public PCollection<TableChange> expand(PBegin begin) {
    return reader(RowForm.change()).expand(begin).setCoder(TableChangeCoder.of());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("table", table.toString()));
    if (range != null) {
      builder.add(DisplayData.item("after", range.after()));
      builder.addIfNotDefault(DisplayData.item("through", range.through()), SnapshotRange.OPEN);
    }
    scan.display(builder);
  }

  <T> ReadTableChanges<T> reader(RowForm<T> form) {
    if (range == null) {
      throw new IllegalStateException(
          "table %s: say which changes: between(a, b), since(a), sinceLastRun(reader) or from(a)"
              .formatted(table));
    }
    PinnedTable pinned = PinnedTable.latest(lake, table).anySnapshot();
    range.requireIn(table, new Snapshots(table, lake.open(table)));
    return new ReadTableChanges<>(pinned, scan, range, poll, form);
  }

  private ReadChanges with(SnapshotRange wanted, @Nullable ReaderPosition of) {
    return new ReadChanges(lake, table, scan, wanted, poll, of);
  }
}
