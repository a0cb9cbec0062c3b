package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.SourcePosition;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decodes the events of one table's bronze once more, into the tables that its shadow is written
 * to. What cannot be decoded is counted, with its reason.
 */
final class EventsToRows extends DoFn<LakeRow, LakeRecord> {
  /** What is read of an event. */
  static final List<String> COLUMNS =
      List.of("key", "epoch", "lsn", "op", "source_partition", "position", "value");

  private static final long serialVersionUID = 1L;
  private static final int REASONS = 10;

  private final Lake lake;
  private final CapturedTable table;
  private final RowType type;
  private final Counter events;
  private final Counter refused;
  private final StringSet reasons;
  private transient @Nullable RowCodec codec;
  private transient @Nullable RebuiltRows rows;
  private transient int refusedHere;

  /**
   * Events of {@code table}.
   *
   * @param type of the rows with {@link #COLUMNS}
   */
  EventsToRows(Lake lake, CapturedTable table, RowType type) {
    this.lake = lake;
    this.table = table;
    this.type = type;
    RebuildMetrics metrics = RebuildMetrics.of(table.bronze().name());
    this.events = metrics.counter("events");
    this.refused = metrics.counter("refused");
    this.reasons = Metrics.stringSet(RebuildMetrics.NAMESPACE, metrics.name("reasons"));
  }

  @Setup
  public void setup() {
    codec = RowCodec.of(type);
    rows = new RebuiltRows(lake, table);
  }

  @ProcessElement
  public void process(@Element LakeRow event, OutputReceiver<LakeRecord> out) {
    InternalRow row = codec.decode(event.row());
    events.inc();
    try {
      out.output(LakeRecord.of(decode(row)));
    } catch (ChangeException e) {
      refused.inc();
      if (refusedHere++ < REASONS) {
        reasons.add("%s@%d: %s".formatted(row.getString(4), row.getLong(5), e.getMessage()));
      }
    }
  }

  private List<LakeRow> decode(InternalRow row) {
    return rows.of(
        row.getInt(1),
        row.getLong(2),
        row.getString(3).toString(),
        new SourcePosition(row.getString(4).toString(), row.getLong(5)),
        KV.of(row.getString(0).toBytes(), row.getString(6).toBytes()));
  }
}
