package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.Split;

/** Lists the splits of a snapshot, a group per bucket. */
final class PlanSplits extends DoFn<String, SplitGroup> {
  private static final long serialVersionUID = 1L;

  private final PinnedTable table;
  private final TableScan scan;

  PlanSplits(PinnedTable table, TableScan scan) {
    this.table = table;
    this.scan = scan;
  }

  @ProcessElement
  public void plan(OutputReceiver<SplitGroup> out) {
    if (table.snapshot() == 0) {
      return;
    }
    List<Split> splits = scan.pruned(table.name(), table.open()).newScan().plan().splits();
    byBucket(table.snapshot(), 0, splits).forEach(out::output);
  }

  static List<SplitGroup> byBucket(long snapshot, long committed, List<Split> splits) {
    record Bucket(BinaryRow partition, int number) {}
    Map<Bucket, List<DataSplit>> buckets = new LinkedHashMap<>();
    for (Split split : splits) {
      DataSplit data = (DataSplit) split;
      Bucket bucket = new Bucket(data.partition(), data.bucket());
      buckets.computeIfAbsent(bucket, unused -> new ArrayList<>()).add(data);
    }
    return buckets.values().stream()
        .map(group -> new SplitGroup(snapshot, committed, group))
        .toList();
  }
}
