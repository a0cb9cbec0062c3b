package io.lakebeam.lake;

import java.time.Clock;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.types.RowType;
import org.joda.time.Duration;

/** Reads what a range of snapshots added, each row in the form asked for. */
final class ReadTableChanges<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final PinnedTable table;
  private final TableScan scan;
  private final SnapshotRange range;
  private final Duration poll;
  private final RowForm<T> form;
  private final RowType type;

  ReadTableChanges(
      PinnedTable table, TableScan scan, SnapshotRange range, Duration poll, RowForm<T> form) {
    this.table = table;
    this.scan = scan;
    this.range = range;
    this.poll = poll;
    this.form = form;
    this.type = scan.type(table);
  }

  RowType type() {
    return type;
  }

  ListSnapshots list() {
    return range.isOpen()
        ? new ListSnapshots.Unbounded(table, scan, range, poll, Clock.systemUTC())
        : new ListSnapshots.Bounded(table, scan, range, poll, Clock.systemUTC());
  }

  ReadSplits<T> read() {
    return new ReadSplits<>(table, scan, form);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Table", Create.of(table.name().toString()))
        .apply("List", ParDo.of(list()))
        .setCoder(SerializableCoder.of(SplitGroup.class))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(read()));
  }
}
