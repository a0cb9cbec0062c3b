package io.lakebeam.lake;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.paimon.table.FileStoreTable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads groups of splits. The runner can take splits that were not begun away to another worker; a
 * split itself is not divided, as the files in it may hold rows of the same keys.
 */
@DoFn.BoundedPerElement
final class ReadSplits<T> extends DoFn<SplitGroup, T> {
  private static final long serialVersionUID = 1L;
  private static final long BYTES_AT_ONCE = 64L << 20;

  private final PinnedTable table;
  private final TableScan scan;
  private final RowForm<T> form;
  private final Counter rows = Metrics.counter(LakeIO.class, "rows_read");
  private final Counter bytes = Metrics.counter(LakeIO.class, "bytes_read");
  private transient @Nullable FileStoreTable opened;

  ReadSplits(PinnedTable table, TableScan scan, RowForm<T> form) {
    this.table = table;
    this.scan = scan;
    this.form = form;
  }

  @GetInitialRestriction
  public OffsetRange all(@Element SplitGroup group) {
    return new OffsetRange(0, group.splits().size());
  }

  @SplitRestriction
  public void split(
      @Element SplitGroup group, @Restriction OffsetRange range, OutputReceiver<OffsetRange> out) {
    long from = range.getFrom();
    for (long to = from + 1; to <= range.getTo(); to++) {
      if (to == range.getTo() || group.bytes(from, to) >= BYTES_AT_ONCE) {
        out.output(new OffsetRange(from, to));
        from = to;
      }
    }
  }

  @NewTracker
  public SplitsTracker track(@Element SplitGroup group, @Restriction OffsetRange range) {
    return new SplitsTracker(group, range);
  }

  @GetSize
  public double bytes(@Element SplitGroup group, @Restriction OffsetRange range) {
    return group.bytes(range.getFrom(), range.getTo());
  }

  @GetRestrictionCoder
  public OffsetRange.Coder restrictionCoder() {
    return OffsetRange.Coder.of();
  }

  @ProcessElement
  public void read(
      @Element SplitGroup group,
      RestrictionTracker<OffsetRange, Long> tracker,
      OutputReceiver<T> out) {
    if (opened == null) {
      opened = table.open();
    }
    RowReader reader = scan.reader(table.name(), opened, group.splits());
    RowForm.Maker<T> maker = form.of(table.name(), reader.type());
    for (long next = tracker.currentRestriction().getFrom(); tracker.tryClaim(next); next++) {
      long[] read = {0};
      reader.forEach(
          group.splits().get((int) next),
          row -> {
            out.output(maker.make(group, row));
            read[0]++;
          });
      rows.inc(read[0]);
      bytes.inc(group.bytes((int) next));
    }
  }
}
