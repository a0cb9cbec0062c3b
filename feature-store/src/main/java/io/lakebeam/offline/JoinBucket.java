package io.lakebeam.offline;

import io.lakebeam.lake.RowCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Joins the input rows of one bucket with the feature rows of that bucket, read once. */
final class JoinBucket extends DoFn<KV<Integer, Iterable<byte[]>>, byte[]> {
  private static final long serialVersionUID = 1L;
  private final PointInTimeJoin join;

  JoinBucket(PointInTimeJoin join) {
    this.join = join;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<byte[]>> bucket, OutputReceiver<byte[]> out) {
    List<Asked> all = new ArrayList<>();
    Map<GenericRow, List<Asked>> byKey = ask(bucket.getValue(), all);
    answer(bucket.getKey(), byKey);
    emit(all, out);
  }

  /** What is asked for, by entity: a row each, in the order of the input. */
  private Map<GenericRow, List<Asked>> ask(Iterable<byte[]> rows, List<Asked> all) {
    RowCodec codec = RowCodec.of(join.input());
    KeyColumns key = new KeyColumns(join.input(), join.key());
    int time = join.input().getFieldIndex(join.time());
    // A row's bytes of a time depend on its precision.
    int precision = DataTypeChecks.getPrecision(join.input().getTypeAt(time));
    Map<GenericRow, List<Asked>> byKey = new HashMap<>();
    for (byte[] bytes : rows) {
      InternalRow row = codec.decode(bytes);
      Asked asked =
          new Asked(row, row.isNullAt(time) ? Long.MIN_VALUE : micros(row, time, precision));
      all.add(asked);
      GenericRow entity = key.of(row);
      if (entity != null) {
        byKey.computeIfAbsent(entity, k -> new ArrayList<>(1)).add(asked);
      }
    }
    return byKey;
  }

  private void answer(int bucket, Map<GenericRow, List<Asked>> byKey) {
    var features = join.buckets().read(bucket, join.read());
    KeyColumns key = new KeyColumns(features.type(), join.key());
    RowCodec codec = RowCodec.of(features.type());
    int keys = join.key().size();
    features.forEach(
        row -> {
          List<Asked> asked = byKey.get(key.of(row));
          if (asked == null) {
            return;
          }
          long[] order = {
            micros(row, keys, FeatureView.PRECISION),
            row.getInt(keys + 1),
            row.getLong(keys + 2),
            row.getLong(keys + 3)
          };
          InternalRow kept = codec.copy(row);
          asked.forEach(a -> a.offer(order, kept));
        });
  }

  private void emit(List<Asked> all, OutputReceiver<byte[]> out) {
    RowType output = join.outputType();
    RowCodec codec = RowCodec.of(output);
    int inputs = join.input().getFieldCount();
    int deleted = join.key().size() + 4;
    for (Asked asked : all) {
      GenericRow row = new GenericRow(output.getFieldCount());
      boolean known = asked.best != null && !asked.best.getBoolean(deleted);
      for (int i = 0; i < output.getFieldCount(); i++) {
        boolean isInput = i < inputs;
        int from = isInput ? i : deleted + 1 + i - inputs;
        InternalRow source = isInput ? asked.row : asked.best;
        if (isInput || known) {
          row.setField(
              i, InternalRow.createFieldGetter(output.getTypeAt(i), from).getFieldOrNull(source));
        }
      }
      out.output(codec.encode(row));
    }
  }

  private static long micros(InternalRow row, int column, int precision) {
    return row.getTimestamp(column, precision).toMicros();
  }

  /** An input row, and the best feature row for it so far. */
  private static final class Asked {
    private final InternalRow row;
    private final long time;
    private long @Nullable [] bestOrder;
    private @Nullable InternalRow best;

    private Asked(InternalRow row, long time) {
      this.row = row;
      this.time = time;
    }

    private void offer(long[] order, InternalRow features) {
      if (order[0] <= time && (bestOrder == null || Arrays.compare(bestOrder, order) < 0)) {
        bestOrder = order;
        best = features;
      }
    }
  }
}
