package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.manifest.ManifestEntry;
import org.apache.paimon.table.FileStoreTable;

/**
 * What a bucket of a table's latest snapshot consists of. A sorted run is what a reader must merge
 * with the others: a file as a writer left it, or all files of a level that a compaction made.
 *
 * @param partition the bucket's partition
 * @param bucket its number
 * @param files live files
 * @param bytes their size
 * @param runs sorted runs
 * @param isFull whether all is in the top level: a full compaction has nothing to do
 */
record BucketRuns(
    BinaryRow partition, int bucket, int files, long bytes, int runs, boolean isFull) {

  /** The table's buckets that hold files, those with most bytes first. */
  static List<BucketRuns> of(FileStoreTable table) {
    Map<BinaryRow, Map<Integer, List<ManifestEntry>>> buckets = new LinkedHashMap<>();
    for (ManifestEntry entry : table.store().newScan().dropStats().plan().files()) {
      buckets
          .computeIfAbsent(entry.partition(), p -> new LinkedHashMap<>())
          .computeIfAbsent(entry.bucket(), b -> new ArrayList<>())
          .add(entry);
    }
    int top = topLevel(table);
    List<BucketRuns> runs = new ArrayList<>();
    buckets.forEach(
        (partition, numbered) ->
            numbered.forEach((bucket, files) -> runs.add(of(partition, bucket, files, top))));
    runs.sort(Comparator.comparingLong(BucketRuns::bytes).reversed());
    return runs;
  }

  /** The level that a full compaction moves everything to. */
  static int topLevel(FileStoreTable table) {
    return table.coreOptions().numLevels() - 1;
  }

  static int totalFiles(List<BucketRuns> buckets) {
    return buckets.stream().mapToInt(BucketRuns::files).sum();
  }

  static long totalBytes(List<BucketRuns> buckets) {
    return buckets.stream().mapToLong(BucketRuns::bytes).sum();
  }

  private static BucketRuns of(
      BinaryRow partition, int bucket, List<ManifestEntry> files, int topLevel) {
    int written = 0;
    long bytes = 0;
    Set<Integer> levels = new HashSet<>();
    for (ManifestEntry file : files) {
      bytes += file.file().fileSize();
      if (file.level() == 0) {
        written++;
      } else {
        levels.add(file.level());
      }
    }
    boolean full = written == 0 && levels.equals(Set.of(topLevel));
    return new BucketRuns(partition, bucket, files.size(), bytes, written + levels.size(), full);
  }
}
