package io.lakebeam.reconcile;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
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

  /** Of the changes in the tables' histories; {@code tables} are their names in the project. */
  static Visibility of(Lake lake, SourceCut cut, int epoch, List<String> tables) {
    TreeMap<Long, Sample> newest = new TreeMap<>();
    for (String table : tables) {
      lake.read(Zones.history(table), ORDER)
          .forEach(
              row -> {
                long commit = row.getLong(1);
                long lsn = row.getLong(2);
                if (row.getInt(0) == epoch
                    && lsn < cut.lsn()
                    && !isSnapshot(row.getString(3).toString())
                    && (newest.size() < LOOKED_UP || commit > newest.firstKey())) {
                  newest.put(commit, new Sample(Zones.bronze(table), lsn));
                  if (newest.size() > LOOKED_UP) {
                    newest.pollFirstEntry();
                  }
                }
              });
    }
    for (Map.Entry<Long, Sample> latest : newest.descendingMap().entrySet()) {
      OptionalLong transaction = transaction(lake, epoch, latest.getValue());
      // A truncation is no change of a row: no bronze tells its transaction. Open ones are rare.
      if (transaction.isEmpty() || cut.sees(transaction.getAsLong())) {
        return new Visibility(cut.lsn(), epoch, latest.getKey());
      }
    }
    return new Visibility(cut.lsn(), epoch, newest.isEmpty() ? 0 : newest.firstKey() - 1);
  }

  /** Whether a change had; {@code operation} is Debezium's letter. */
  boolean sees(int life, long commit, long lsn, String operation) {
    if (life != epoch) {
      return life < epoch;
    }
    return lsn < cut && (isSnapshot(operation) || commit <= lastCommit);
  }

  private static boolean isSnapshot(String operation) {
    return operation.equals(Operation.READ.code());
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
}
