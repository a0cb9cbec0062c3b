package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.paimon.CoreOptions;
import org.apache.paimon.CoreOptions.MergeEngine;
import org.apache.paimon.KeyValueFileStore;
import org.apache.paimon.fs.Path;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.mergetree.SortedRun;
import org.apache.paimon.mergetree.compact.IntervalPartition;
import org.apache.paimon.table.BucketMode;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.DataSplit;

/**
 * Parquet files that hold several versions of some rows, for an engine that leaves out all but the
 * last of each key itself.
 *
 * <p>Of the rows of a key the one stays that is last by {@link #order()}, whose columns are
 * compared one after the other, each ascending, with null before all else. Rows that are equal in
 * all of them are not ordered by this: leave such files to {@link TableParts#merged}. No row is a
 * delete. Within one file a key comes once.
 *
 * @param files all of them
 * @param smaller those of them outside of which no key comes twice
 * @param rows of all files
 * @param smallerRows of the smaller ones
 * @param order the table's sequence columns, then {@link #NUMBER}
 */
public record OverlappingFiles(
    List<String> files, List<String> smaller, long rows, long smallerRows, List<String> order) {
  /** The column of the files, not of the table, that orders rows which the others do not. */
  public static final String NUMBER = "_SEQUENCE_NUMBER";

  public OverlappingFiles {
    files = List.copyOf(files);
    smaller = List.copyOf(smaller);
    order = List.copyOf(order);
  }

  /** Collects the splits that can be read so. */
  static final class Builder {
    private final FileStoreTable table;
    private final boolean isDeduplicated;
    private final List<String> files = new ArrayList<>();
    private final List<String> smaller = new ArrayList<>();
    private long rows;
    private long smallerRows;

    Builder(FileStoreTable table) {
      this.table = table;
      CoreOptions options = table.coreOptions();
      this.isDeduplicated =
          table.store() instanceof KeyValueFileStore
              && table.bucketMode() == BucketMode.HASH_FIXED
              && options.mergeEngine() == MergeEngine.DEDUPLICATE
              && options.sequenceFieldSortOrderIsAscending()
              && !options.deletionVectorsEnabled();
    }

    /** Whether the split's files are such; they are added then. */
    boolean add(DataSplit split) {
      if (!isDeduplicated
          || split.deletionFiles().isPresent()
          || !split.dataFiles().stream().allMatch(this::isPlain)) {
        return false;
      }
      var comparator = ((KeyValueFileStore) table.store()).newKeyComparator();
      for (List<SortedRun> section :
          new IntervalPartition(split.dataFiles(), comparator).partition()) {
        addSection(split, section);
      }
      return true;
    }

    private boolean isPlain(DataFileMeta file) {
      return file.fileFormat().equals("parquet")
          && file.schemaId() == table.schema().id()
          && file.deleteRowCount().equals(Optional.of(0L));
    }

    /** The files of a run have no key in common, so a key that comes twice is in another run. */
    private void addSection(DataSplit split, List<SortedRun> section) {
      SortedRun largest = section.get(0);
      for (SortedRun run : section) {
        largest = rows(run) > rows(largest) ? run : largest;
      }
      for (SortedRun run : section) {
        List<String> paths = run.files().stream().map(file -> path(split, file)).toList();
        files.addAll(paths);
        rows += rows(run);
        if (!run.equals(largest)) {
          smaller.addAll(paths);
          smallerRows += rows(run);
        }
      }
    }

    OverlappingFiles build() {
      List<String> order = new ArrayList<>(table.coreOptions().sequenceField());
      order.add(NUMBER);
      return new OverlappingFiles(files, smaller, rows, smallerRows, order);
    }

    private static String path(DataSplit split, DataFileMeta file) {
      String path = file.externalPath().orElse(split.bucketPath() + "/" + file.fileName());
      return new Path(path).toUri().getPath();
    }

    private static long rows(SortedRun run) {
      return run.files().stream().mapToLong(DataFileMeta::rowCount).sum();
    }
  }
}
