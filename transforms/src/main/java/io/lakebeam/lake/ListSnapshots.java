package io.lakebeam.lake;

import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.GrowableOffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.paimon.Snapshot;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ScanMode;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.table.source.snapshot.SnapshotReader;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Lists, snapshot after snapshot, the splits of the files that commits of rows added. The
 * restriction is the range of snapshot ids still to do, so a checkpoint holds an exact position.
 */
abstract class ListSnapshots extends DoFn<String, SplitGroup> {
  private static final long serialVersionUID = 1L;
  private static final long SNAPSHOTS_AT_ONCE = 50;

  private final PinnedTable table;
  private final TableScan scan;
  private final SnapshotRange range;
  private final Duration poll;
  private final Clock clock;
  private final Gauge behind = Metrics.gauge(LakeIO.class, "snapshots_behind");
  private final Gauge secondsBehind = Metrics.gauge(LakeIO.class, "seconds_behind");
  private transient @Nullable FileStoreTable opened;

  ListSnapshots(
      PinnedTable table, TableScan scan, SnapshotRange range, Duration poll, Clock clock) {
    this.table = table;
    this.scan = scan;
    this.range = range;
    this.poll = poll;
    this.clock = clock;
  }

  @GetInitialRestriction
  public OffsetRange all() {
    return range.offsets();
  }

  /** Many snapshots with an end are listed in parallel; those without one in their order. */
  @SplitRestriction
  public void split(@Restriction OffsetRange offsets, OutputReceiver<OffsetRange> out) {
    long step = range.isOpen() ? Long.MAX_VALUE : SNAPSHOTS_AT_ONCE;
    long from = offsets.getFrom();
    while (offsets.getTo() - from > step) {
      out.output(new OffsetRange(from, from + step));
      from += step;
    }
    out.output(new OffsetRange(from, offsets.getTo()));
  }

  @NewTracker
  public OffsetRangeTracker track(@Restriction OffsetRange offsets) {
    return offsets.getTo() == Long.MAX_VALUE
        ? new GrowableOffsetRangeTracker(offsets.getFrom(), () -> snapshots().latest() + 1)
        : new OffsetRangeTracker(offsets);
  }

  @GetRestrictionCoder
  public OffsetRange.Coder restrictionCoder() {
    return OffsetRange.Coder.of();
  }

  @GetInitialWatermarkEstimatorState
  public Instant start() {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual estimate(@WatermarkEstimatorState Instant state) {
    return new WatermarkEstimators.Manual(state);
  }

  @ProcessElement
  public ProcessContinuation list(
      RestrictionTracker<OffsetRange, Long> tracker,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<SplitGroup> out) {
    long latest = snapshots().latest();
    for (long id = tracker.currentRestriction().getFrom(); ; id++) {
      behind.set(Math.max(0, latest - id + 1));
      if (id > latest && id < tracker.currentRestriction().getTo()) {
        secondsBehind.set(0);
        return ProcessContinuation.resume().withResumeDelay(poll);
      }
      if (!tracker.tryClaim(id)) {
        return ProcessContinuation.stop();
      }
      output(range.get(table.name(), snapshots(), id), watermark, out);
    }
  }

  /**
   * A commit's time becomes its rows' timestamp, unless a clock went backwards: then the rows take
   * the time of the commit before, so that none is late.
   */
  private void output(
      Snapshot snapshot,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<SplitGroup> out) {
    Instant reached = watermark.currentWatermark();
    Instant committed = Instant.ofEpochMilli(snapshot.timeMillis());
    Instant at = committed.isBefore(reached) ? reached : committed;
    if (snapshot.commitKind() == Snapshot.CommitKind.APPEND) {
      PlanSplits.byBucket(snapshot.id(), snapshot.timeMillis(), added(snapshot))
          .forEach(group -> out.outputWithTimestamp(group, at));
    }
    watermark.setWatermark(at);
    secondsBehind.set(Math.max(0, (clock.millis() - snapshot.timeMillis()) / 1000));
  }

  private List<Split> added(Snapshot snapshot) {
    SnapshotReader reader = table().newSnapshotReader();
    if (scan.filter() != null) {
      new FilterPredicates(table.name(), table.type())
          .pushed(scan.filter())
          .ifPresent(reader::withFilter);
    }
    return added(reader, snapshot);
  }

  /** The splits of the files that a snapshot added. */
  static List<Split> added(SnapshotReader reader, Snapshot snapshot) {
    return reader.withMode(ScanMode.DELTA).dropStats().withSnapshot(snapshot).read().splits();
  }

  private Snapshots snapshots() {
    return new Snapshots(table.name(), table());
  }

  private FileStoreTable table() {
    if (opened == null) {
      opened = table.open();
    }
    return opened;
  }

  /** Up to a snapshot that is there. */
  @BoundedPerElement
  static final class Bounded extends ListSnapshots {
    private static final long serialVersionUID = 1L;

    Bounded(PinnedTable table, TableScan scan, SnapshotRange range, Duration poll, Clock clock) {
      super(table, scan, range, poll, clock);
    }
  }

  /** Without an end. */
  @UnboundedPerElement
  static final class Unbounded extends ListSnapshots {
    private static final long serialVersionUID = 1L;

    Unbounded(PinnedTable table, TableScan scan, SnapshotRange range, Duration poll, Clock clock) {
      super(table, scan, range, poll, clock);
    }
  }
}
