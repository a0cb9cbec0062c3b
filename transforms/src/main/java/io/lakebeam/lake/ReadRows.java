package io.lakebeam.lake;

import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.types.RowType;

/**
 * {@link LakeIO#read}: the rows of one snapshot of a table, merged by key, in no given order.
 *
 * <pre>{@code
 * PCollection<Row> open =
 *     pipeline.apply(
 *         LakeIO.read(lake, TableName.parse("silver.customer"))
 *             .withColumns(List.of("id", "name"))
 *             .withFilter(RowFilter.isNotTrue("_deleted"))
 *             .asOf(Instant.parse("2026-11-01T00:00:00Z"))
 *             .asRows());
 * }</pre>
 *
 * <p>Output: {@link LakeRow}s whose bytes a {@link RowCodec} of {@link #type} decodes, the fast way
 * for code that knows the table; with {@link #asRows} Beam rows with their schema. Rows that a
 * table keeps as tombstones are rows like any other: {@link RowFilter#isNotTrue} leaves them out.
 *
 * <p>The snapshot and the columns are chosen when the transform is applied, so all workers and all
 * retries read the same. The snapshot must not expire while the pipeline runs: one that has is an
 * error, never a shorter result; a tag keeps it.
 *
 * <p>Splittable: each bucket's splits can go to different workers, down to single splits, which are
 * Paimon's smallest parts: files whose keys do not overlap, about 128 MB, or more where overlapping
 * files were not compacted yet. Rows are streamed; memory does not grow with the table.
 */
public final class ReadRows extends PTransform<PBegin, PCollection<LakeRow>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final TableName table;
  private final TableScan scan;
  private final SnapshotChoice choice;

  ReadRows(Lake lake, TableName table, TableScan scan, SnapshotChoice choice) {
    this.lake = lake;
    this.table = table;
    this.scan = scan;
    this.choice = choice;
  }

  /** Only these columns, in this order; default: all, in the table's order. */
  public ReadRows withColumns(List<String> wanted) {
    return new ReadRows(lake, table, scan.withColumns(wanted), choice);
  }

  /**
   * Only rows that the filter wants, and, where it was called before, the earlier filter as well.
   * Files that cannot hold such rows are not read.
   */
  public ReadRows withFilter(RowFilter filter) {
    return new ReadRows(lake, table, scan.withFilter(filter), choice);
  }

  /** The table as of this snapshot; default: the latest when the pipeline is built. */
  public ReadRows atSnapshot(long id) {
    if (id < 1) {
      throw new IllegalArgumentException(
          "table %s: a snapshot's id is 1 or more, found %d".formatted(table, id));
    }
    return new ReadRows(lake, table, scan, new SnapshotChoice.ById(id));
  }

  /** The table as of the snapshot that this tag keeps. */
  public ReadRows atTag(String tag) {
    return new ReadRows(lake, table, scan, new SnapshotChoice.ByTag(tag));
  }

  /**
   * The table as of the newest snapshot that was committed at this time or before, by the clocks of
   * those who committed.
   */
  public ReadRows asOf(Instant time) {
    return new ReadRows(lake, table, scan, new SnapshotChoice.AsOf(time));
  }

  /** The same rows as Beam rows with a schema ({@link BeamSchemas}). */
  public ReadBeamRows asRows() {
    return new ReadBeamRows(this);
  }

  /** The columns of the rows; what {@link RowCodec#of} takes to decode them. */
  public RowType type() {
    return scan.type(pin());
  }

  @Override
  public PCollection<LakeRow> expand(PBegin begin) {
    return new ReadTable<>(pin(), scan, RowForm.encoded())
        .expand(begin)
        .setCoder(LakeRowCoder.of());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("table", table.toString()));
    builder.add(DisplayData.item("snapshot", choice.toString()));
    scan.display(builder);
  }

  PinnedTable pin() {
    return choice.pin(lake, table);
  }

  TableScan scan() {
    return scan;
  }
}
