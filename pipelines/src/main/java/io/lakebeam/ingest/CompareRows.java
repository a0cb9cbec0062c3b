package io.lakebeam.ingest;

import io.lakebeam.change.ChangeOrder;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Counts, of the rows of one table, those that were rebuilt as they are and those that were not,
 * and which columns differ. The first differing rows are named by their key, never by a value.
 */
final class CompareRows extends DoFn<KV<byte[], CoGbkResult>, Void> {
  static final TupleTag<byte[]> LIVE = new TupleTag<>() {};
  static final TupleTag<byte[]> REBUILT = new TupleTag<>() {};

  /** Rows that were written to the table meanwhile. */
  static final TupleTag<byte[]> SINCE = new TupleTag<>() {};

  private static final long serialVersionUID = 1L;
  private static final int NAMED = 10;

  private final TableName table;
  private final RowType type;
  private final List<String> key;
  private final @Nullable TransactionCut start;
  private final Counter equal;
  private final Counter kept;
  private final Counter changed;
  private final Counter onlyLive;
  private final Counter onlyRebuilt;
  private final Counter since;
  private final StringSet first;
  private transient @Nullable RowCodec codec;
  private transient @Nullable ChangeOrder order;
  private transient InternalRow.FieldGetter @Nullable [] getters;
  private transient int named;

  CompareRows(TableName table, RowType type, List<String> key, @Nullable TransactionCut start) {
    this.table = table;
    this.type = type;
    this.key = List.copyOf(key);
    this.start = start;
    RebuildMetrics metrics = RebuildMetrics.of(table);
    this.equal = metrics.counter("equal");
    this.kept = metrics.counter("kept");
    this.changed = metrics.counter("changed");
    this.onlyLive = metrics.counter("only in the lake");
    this.onlyRebuilt = metrics.counter("only rebuilt");
    this.since = metrics.counter("since");
    this.first = Metrics.stringSet(RebuildMetrics.NAMESPACE, metrics.name("first"));
  }

  @Setup
  public void setup() {
    codec = RowCodec.of(type);
    order = ChangeOrder.of(type);
    getters = new InternalRow.FieldGetter[type.getFieldCount()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(type.getTypeAt(i), i);
    }
  }

  @ProcessElement
  public void process(@Element KV<byte[], CoGbkResult> rows) {
    CoGbkResult of = rows.getValue();
    if (of.getAll(SINCE).iterator().hasNext()) {
      since.inc();
      return;
    }
    byte[] live = of.getOnly(LIVE, null);
    byte[] rebuilt = of.getOnly(REBUILT, null);
    if (live == null) {
      onlyRebuilt.inc();
      name(rebuilt, "is missing in the lake");
    } else if (rebuilt == null) {
      onlyLive.inc();
      name(live, "is in the lake, and no event says so");
    } else {
      compare(live, rebuilt);
    }
  }

  private void compare(byte[] live, byte[] rebuilt) {
    List<String> columns = Arrays.equals(live, rebuilt) ? List.of() : differing(live, rebuilt);
    if (columns.isEmpty()) {
      boolean isKept = start != null && order.isBefore(codec.decode(live), start);
      (isKept ? kept : equal).inc();
      return;
    }
    changed.inc();
    RebuildMetrics metrics = RebuildMetrics.of(table);
    columns.forEach(column -> metrics.counter("column " + column).inc());
    name(live, "differs: " + String.join(", ", columns));
  }

  private List<String> differing(byte[] live, byte[] rebuilt) {
    InternalRow one = codec.decode(live);
    InternalRow other = codec.decode(rebuilt);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < getters.length; i++) {
      if (!Objects.deepEquals(getters[i].getFieldOrNull(one), getters[i].getFieldOrNull(other))) {
        columns.add(type.getFieldNames().get(i));
      }
    }
    return columns;
  }

  private void name(byte[] row, String how) {
    if (named < NAMED) {
      named++;
      InternalRow decoded = codec.decode(row);
      List<Object> values = new ArrayList<>();
      for (int column : type.getFieldIndices(key)) {
        values.add(getters[column].getFieldOrNull(decoded));
      }
      first.add("%s: row %s %s".formatted(table, values, how));
    }
  }
}
