package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.ingest.BronzeEvents.Decoder;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowCodec;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decodes the events of one table's bronze once more, into the shadows of its tables. What cannot
 * be decoded is counted, with its reason.
 */
final class EventsToRows extends DoFn<LakeRow, LakeRecord> {
  private static final long serialVersionUID = 1L;
  private static final int REASONS = 10;

  private final Lake lake;
  private final BronzeEvents of;
  private final LakeTable current;
  private final LakeTable history;
  private final RowType type;
  private final Counter events;
  private final Counter refused;
  private final StringSet reasons;
  private transient @Nullable RowCodec codec;
  private transient @Nullable Decoder decoder;
  private transient int refusedHere;

  /**
   * Events for these tables.
   *
   * @param type of the rows with {@link BronzeEvents#columns}
   */
  EventsToRows(Lake lake, BronzeEvents of, LakeTable current, LakeTable history, RowType type) {
    this.lake = lake;
    this.of = of;
    this.current = current;
    this.history = history;
    this.type = type;
    RebuildMetrics metrics = RebuildMetrics.of(of.bronze().name());
    this.events = metrics.counter("events");
    this.refused = metrics.counter("refused");
    this.reasons = Metrics.stringSet(RebuildMetrics.NAMESPACE, metrics.name("reasons"));
  }

  @Setup
  public void setup() {
    codec = RowCodec.of(type);
    decoder = of.decoder(lake, current, history);
  }

  @ProcessElement
  public void process(@Element LakeRow event, OutputReceiver<LakeRecord> out) {
    InternalRow row = codec.decode(event.row());
    events.inc();
    try {
      out.output(LakeRecord.of(decoder.rows(row)));
    } catch (ChangeException e) {
      refused.inc();
      if (refusedHere++ < REASONS) {
        reasons.add("%s: %s".formatted(decoder.place(row), e.getMessage()));
      }
    }
  }
}
