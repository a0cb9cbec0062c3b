package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.table.sink.TableWriteImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts one table's buckets with Paimon's own writers, several at a time, and commits what it
 * wrote under the table's lock. Writers add files meanwhile; they remove none, so they are not in
 * its way. Rows are only merged by key and sequence: a deleted row that is kept as a row stays.
 *
 * <p>Whoever else replaced files of a bucket in between (a small table's writer does) makes the
 * bucket's result useless: it is not committed, and done again from a fresh view.
 */
final class Compaction {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
  private static final int UNLOCKED_PASSES = 2;

  /** Buckets per commit: what a killed run loses, and how many snapshots a large table gets. */
  private static final int BUCKETS_PER_COMMIT = 16;

  /** More sorted runs than this are merged in steps, on disk, not all open at once. */
  private static final int OPEN_RUNS = 10;

  private final Lake lake;
  private final TableName name;
  private final FileStoreTable table;
  private final TableCommitter committer;
  private final boolean full;
  private final Predicate<BucketRuns> due;
  private final int parallelism;
  private int compacted;

  private Compaction(
      Lake lake,
      TableName name,
      Map<String, String> options,
      boolean full,
      Predicate<BucketRuns> due,
      int parallelism) {
    this.lake = lake;
    this.name = name;
    this.table = lake.open(name).copy(options);
    this.committer = new TableCommitter(new OpenTables(lake));
    this.full = full;
    this.due = due;
    this.parallelism = parallelism;
  }

  /** Everything into the top level. */
  static Compaction full(Lake lake, TableName name, int parallelism) {
    return new Compaction(
        lake, name, options(lake, name), true, bucket -> !bucket.isFull(), parallelism);
  }

  /** Buckets of more sorted runs than {@code runs}, to that many or fewer, where it costs least. */
  static Compaction above(int runs, Lake lake, TableName name, int parallelism) {
    Map<String, String> options = options(lake, name);
    options.put("num-sorted-run.compaction-trigger", Integer.toString(runs));
    return new Compaction(lake, name, options, false, bucket -> bucket.runs() > runs, parallelism);
  }

  private static Map<String, String> options(Lake lake, TableName name) {
    Map<String, String> options = new HashMap<>();
    options.put("write-only", "false");
    options.put("sort-spill-threshold", Integer.toString(OPEN_RUNS));
    // Its default follows the trigger, and must be the same for all who open the table.
    options.put("num-levels", Integer.toString(lake.open(name).coreOptions().numLevels()));
    return options;
  }

  /** The buckets that it would compact now. */
  List<BucketRuns> due() {
    return BucketRuns.of(table).stream().filter(due).toList();
  }

  /** Compacts what is due; how many buckets it committed. */
  int run() throws Exception {
    for (int pass = 0; pass < UNLOCKED_PASSES; pass++) {
      if (passUnlocked()) {
        return compacted;
      }
    }
    // Another one compacts as it writes, under the table's lock: so must this.
    try (TableLock lock = TableLock.acquire(lake, name)) {
      for (List<BucketRuns> group : groups()) {
        commit(lock, compact(group));
      }
    }
    return compacted;
  }

  private boolean passUnlocked() throws Exception {
    boolean all = true;
    for (List<BucketRuns> group : groups()) {
      List<CommitMessage> written = compact(group);
      try (TableLock lock = TableLock.acquire(lake, name)) {
        List<CommitMessage> good = written.stream().filter(stillReplaces()).toList();
        commit(lock, good);
        all &= good.size() == written.size();
      }
    }
    if (!all) {
      LOG.info("table {}: files were replaced while they were compacted; doing those again", name);
    }
    return all;
  }

  private List<List<BucketRuns>> groups() {
    List<BucketRuns> buckets = due();
    List<List<BucketRuns>> groups = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i += BUCKETS_PER_COMMIT) {
      groups.add(buckets.subList(i, Math.min(i + BUCKETS_PER_COMMIT, buckets.size())));
    }
    return groups;
  }

  private void commit(TableLock lock, List<CommitMessage> messages) {
    if (!messages.isEmpty()) {
      committer.commitLocked(lock, name, UUID.randomUUID().toString(), messages);
      compacted += messages.size();
    }
  }

  private List<CommitMessage> compact(List<BucketRuns> buckets) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelism, buckets.size()));
    try {
      List<Callable<List<CommitMessage>>> tasks = new ArrayList<>();
      buckets.forEach(bucket -> tasks.add(() -> compact(bucket)));
      List<CommitMessage> messages = new ArrayList<>();
      for (Future<List<CommitMessage>> done : threads.invokeAll(tasks)) {
        messages.addAll(done.get());
      }
      return messages;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<CommitMessage> compact(BucketRuns bucket) throws Exception {
    try (IOManager spills = IOManager.create(System.getProperty("java.io.tmpdir"));
        TableWriteImpl<?> write = table.newWrite("lakebeam-maintain").withIOManager(spills)) {
      write.compact(bucket.partition(), bucket.bucket(), full);
      return write.prepareCommit(true, 0).stream()
          .filter(message -> !((CommitMessageImpl) message).isEmpty())
          .toList();
    }
  }

  /**
   * Whether the files that a result replaces are in the table's latest snapshot, each in the level
   * it was found in. Asked under the table's lock.
   */
  private Predicate<CommitMessage> stillReplaces() {
    Set<String> live = new HashSet<>();
    table.store().newScan().dropStats().plan().files().forEach(e -> live.add(id(e.file())));
    return message ->
        ((CommitMessageImpl) message)
            .compactIncrement().compactBefore().stream().allMatch(file -> live.contains(id(file)));
  }

  private static String id(DataFileMeta file) {
    return file.level() + "/" + file.fileName();
  }
}
