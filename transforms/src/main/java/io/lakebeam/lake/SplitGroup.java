package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;
import org.apache.paimon.table.source.DataSplit;

/**
 * Splits of one bucket and snapshot; a split's files are read by one worker, in one go.
 *
 * @param snapshot the snapshot's id
 * @param committed when it was committed, in milliseconds since 1970
 * @param splits the splits, at least one
 */
record SplitGroup(long snapshot, long committed, List<DataSplit> splits) implements Serializable {
  SplitGroup {
    splits = List.copyOf(splits);
  }

  long bytes(int split) {
    return splits.get(split).dataFiles().stream().mapToLong(file -> file.fileSize()).sum();
  }

  long bytes(long from, long to) {
    long bytes = 0;
    for (long split = from; split < to; split++) {
      bytes += bytes((int) split);
    }
    return bytes;
  }
}
