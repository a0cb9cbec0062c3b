package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/** Turns elements into records for their tables, or for the dead letters. */
final class RowsToRecords<T> extends DoFn<T, LakeRecord> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final RowDestination<T> destination;
  private final Coder<T> coder;
  private final Counter rejects = Metrics.counter(LakeIO.class, "rejects");
  private transient @Nullable Map<TableName, RowTarget> targets;
  private transient @Nullable DeadLetters deadLetters;

  RowsToRecords(Lake lake, RowDestination<T> destination, Coder<T> coder) {
    this.lake = lake;
    this.destination = destination;
    this.coder = coder;
  }

  @Setup
  public void setup() {
    targets = new HashMap<>();
    if (destination.deadLetters() != null) {
      deadLetters = DeadLetters.in(lake, destination.deadLetters());
    }
  }

  @ProcessElement
  public void process(
      @Element T element, @Timestamp Instant timestamp, OutputReceiver<LakeRecord> out)
      throws Exception {
    LakeRow row;
    try {
      row = row(element);
    } catch (RowException e) {
      rejects.inc();
      if (deadLetters == null) {
        throw e;
      }
      row = letter(element, timestamp, e);
    }
    out.output(new LakeRecord(destination.position(element), List.of(row)));
  }

  private LakeRow row(T element) {
    TableName table = destination.table().apply(element);
    return targets
        .computeIfAbsent(table, name -> new RowTarget(lake, name, destination))
        .encode(destination.row().apply(element), destination.isDeleted(element));
  }

  private LakeRow letter(T element, Instant timestamp, RowException why) throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(coder, element);
    return deadLetters.letter(
        DeadLetters.position(destination.position(element), bytes),
        timestamp.getMillis(),
        why.getMessage(),
        null,
        bytes);
  }
}
