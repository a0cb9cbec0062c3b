package io.lakebeam.reconcile;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which changes of a source had committed before a cut.
 *
 * <p>A change carries its own LSN and that of the last commit before its transaction was decoded,
 * and transactions are decoded in the order of their commits. So all is seen up to one such last
 * commit. What is beyond it was open at the cut: the newest transactions are looked up one by one
 * in the cut's snapshot, by their numbers, until one is seen.
 */
final class Visibility {
  /** More than are open at a time in most databases: {@code max_connections} is 100. */
  private static final int LOOKED_UP = 256;

  private static final List<String> ORDER =
      List.of(
          ChangeColumns.EPOCH,
          ChangeColumns.COMMIT_LSN,
          ChangeColumns.LSN,
          ChangeColumns.OPERATION);
  private static final Pattern TRANSACTION = Pattern.compile("\"txId\":(\\d+)");

  private final long cut;
  private final int epoch;
  private final long lastCommit;

  private Visibility(long cut, int epoch, long lastCommit) {
    this.cut = cut;
    this.epoch = epoch;
    this.lastCommit = lastCommit;
  }

  /**
   * Of the changes in the tables' histories; {@code tables} are their names in the project.
   *
   * @throws SourceException if more transactions were open at the cut than are looked up
   */
  static Visibility of(Lake lake, SourceCut cut, int epoch, List<String> tables) {
    Newest newest = new Newest(cut.lsn());
    for (String table : tables) {
      lake.read(Zones.history(table), ORDER)
          .forEach(
              row -> {
                if (row.getInt(0) == epoch && isStreamed(row.getString(3).toString())) {
                  newest.offer(table, row.getLong(1), row.getLong(2));
                }
              });
      Truncations.places(lake, table, epoch)
          .forEach((commit, lsn) -> newest.offer(table, commit, lsn));
    }
    return new Visibility(cut.lsn(), epoch, newest.lastSeen(lake, cut, epoch));
  }

  /** Whether a change had; {@code operation} is its letter. */
  boolean sees(int life, long commit, long lsn, String operation) {
    if (life != epoch) {
      return life < epoch;
    }
    if (isRepair(operation)) {
      // Its own cut, where it is as the source was.
      return lsn <= cut;
    }
    return lsn < cut && (!isStreamed(operation) || commit <= lastCommit);
  }

  /**
   * The commit LSN that puts a row as of the cut after every change that the cut sees and before
   * every other: those have the LSN of a later commit. Records of the log begin at multiples of
   * eight, so an odd number is between two and no change has it.
   */
  long order() {
    return lastCommit | 1;
  }

  private static boolean isStreamed(String operation) {
    return !operation.equals(Operation.READ.code()) && !isRepair(operation);
  }

  private static boolean isRepair(String operation) {
    return operation.equals(Operation.FOUND.code()) || operation.equals(Operation.ABSENT.code());
  }

  private static OptionalLong transaction(Lake lake, int epoch, Sample change) {
    long[] number = {-1};
    lake.read(change.bronze(), List.of("epoch", "value"), RowFilter.equal("lsn", change.lsn()))
        .forEach(
            row -> {
              Matcher transaction = TRANSACTION.matcher(row.getString(1).toString());
              if (row.getInt(0) == epoch && transaction.find()) {
                number[0] = Long.parseLong(transaction.group(1));
              }
            });
    return number[0] < 0 ? OptionalLong.empty() : OptionalLong.of(number[0]);
  }

  /** One change of a transaction. */
  private record Sample(TableName bronze, long lsn) {}

  /** The newest transactions with a change before the cut, by the last commit before them. */
  private static final class Newest {
    private final TreeMap<Long, Sample> samples = new TreeMap<>();
    private final long cut;

    private Newest(long cut) {
      this.cut = cut;
    }

    private void offer(String table, long commit, long lsn) {
      if (lsn < cut && (samples.size() < LOOKED_UP || commit > samples.firstKey())) {
        samples.put(commit, new Sample(Zones.bronze(table), lsn));
        if (samples.size() > LOOKED_UP) {
          samples.pollFirstEntry();
        }
      }
    }

    private long lastSeen(Lake lake, SourceCut cut, int epoch) {
      for (Map.Entry<Long, Sample> latest : samples.descendingMap().entrySet()) {
        OptionalLong transaction = transaction(lake, epoch, latest.getValue());
        // A change that bronze does not tell of is no reason to doubt those before it.
        if (transaction.isEmpty() || cut.sees(transaction.getAsLong())) {
          return latest.getKey();
        }
      }
      if (samples.size() == LOOKED_UP) {
        throw new SourceException(
            ("%d transactions or more that had written were open at the cut: what it sees cannot be"
                    + " told; run this again when fewer are")
                .formatted(LOOKED_UP));
      }
      return samples.isEmpty() ? 0 : samples.firstKey() - 1;
    }
  }
}
