package io.lakebeam.lake;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;

/** Tracks which splits of a group were read; its progress is in bytes of files. */
final class SplitsTracker extends OffsetRangeTracker {
  private final SplitGroup group;

  SplitsTracker(SplitGroup group, OffsetRange range) {
    super(range);
    this.group = group;
  }

  @Override
  public Progress getProgress() {
    // A split that was claimed is under way: counted as work left until the next one is claimed.
    long at = lastAttemptedOffset == null ? range.getFrom() : lastAttemptedOffset;
    long reached = Math.min(at, range.getTo());
    return Progress.from(
        (double) group.bytes(range.getFrom(), reached),
        (double) group.bytes(reached, range.getTo()));
  }
}
