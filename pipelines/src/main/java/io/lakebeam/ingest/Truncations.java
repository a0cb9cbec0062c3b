package io.lakebeam.ingest;

import io.lakebeam.change.Change;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.Shadow;
import io.lakebeam.lake.Snapshots;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The TRUNCATEs of source tables, and what ends rows in the same way, kept in the table {@code
 * lakebeam.truncations}. A truncation is settled when every row that it ended has a tombstone of
 * its order, in silver's current table and in its history.
 *
 * <pre>{@code
 * Truncations.settle(lake);  // then read silver
 * }</pre>
 *
 * <p>Settling again, or while changes are written, changes nothing: tombstones are written under
 * the rows' keys, and what came after a truncation is newer than they are.
 */
public final class Truncations {
  private static final TableName NAME = TableName.of("lakebeam", "truncations");
  private static final RowType TYPE =
      RowType.builder()
          .field("table_name", DataTypes.STRING().notNull())
          .field("epoch", DataTypes.INT().notNull())
          .field("commit_lsn", DataTypes.BIGINT().notNull())
          .field("lsn", DataTypes.BIGINT().notNull())
          .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("source_partition", DataTypes.STRING())
          .field("position", DataTypes.BIGINT())
          .field("settled", DataTypes.INT().notNull())
          .build();

  private final RowEncoder encoder;

  private Truncations(RowEncoder encoder) {
    this.encoder = encoder;
  }

  /** Those kept in {@code lake}; the table is made if it is not there. */
  static Truncations in(Lake lake) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("table_name", "epoch", "commit_lsn", "lsn"))
            // A truncation that is read again must not undo its mark.
            .withSequence(List.of("settled")));
    return new Truncations(RowEncoder.of(lake, NAME, TYPE));
  }

  /** The row of a truncation of {@code table}, not settled. */
  LakeRow row(String table, int epoch, Change change, SourcePosition position) {
    return row(
        new Truncation(
            table,
            epoch,
            change.commitLsn(),
            change.lsn(),
            Timestamp.fromEpochMillis(change.sourceMillis()),
            position,
            false));
  }

  /** The row of what the snapshot that {@code found} is a row of does to those before it. */
  LakeRow ofEarlierSnapshots(String table, int epoch, Change found, SourcePosition position) {
    return row(
        Truncation.ofEarlierSnapshots(
            table, epoch, found.lsn(), Timestamp.fromEpochMillis(found.sourceMillis()), position));
  }

  /** Keeps a truncation, and settles it; one that is kept already stays as it is. */
  static void keep(Lake lake, List<Truncation> wanted) {
    Truncations truncations = in(lake);
    List<Truncation> known = read(lake);
    try (RowBatch rows = RowBatch.in(lake)) {
      wanted.stream()
          .filter(one -> known.stream().noneMatch(other -> other.isSame(one)))
          .forEach(one -> rows.write(truncations.row(one)));
      rows.commit();
    }
    settle(lake);
  }

  /** Settles what is not settled and has all that came before it in the lake. */
  public static void settle(Lake lake) {
    settle(lake, truncation -> !truncation.isSettled());
  }

  /**
   * Where rows of a table end that are in its current table still, by truncations which are in the
   * lake and not settled. For readers, who write nothing.
   *
   * @param table its name in the project
   */
  public static List<Floor> pending(Lake lake, String table) {
    return lake.exists(NAME)
        ? pending(lake, table, lake.read(NAME, TYPE.getFieldNames()))
        : List.of();
  }

  /**
   * The same as of a time.
   *
   * @throws io.lakebeam.lake.LakeException if what was kept then has expired
   */
  public static List<Floor> pendingAt(Lake lake, String table, Instant time) {
    if (!lake.exists(NAME)) {
      return List.of();
    }
    Snapshots kept = lake.snapshots(NAME);
    boolean isOlder =
        kept.latest() == 0 || (kept.oldest() == 1 && kept.committedAt(1).isAfter(time));
    return isOlder
        ? List.of()
        : pending(lake, table, lake.read(NAME, TYPE.getFieldNames(), null, kept.newestAt(time)));
  }

  private static List<Floor> pending(Lake lake, String table, RowReader rows) {
    return read(rows).stream()
        .filter(one -> one.table().equals(table) && !one.isSettled())
        .filter(one -> one.isReached(Positions.known(lake)))
        .map(Floor::of)
        .toList();
  }

  /**
   * A place in the order of changes: rows of the current table that are older have ended.
   *
   * @param isOfItsLifeOnly whether only those of the same epoch have
   */
  public record Floor(int epoch, long commitLsn, long lsn, boolean isOfItsLifeOnly) {
    private static Floor of(Truncation one) {
      return new Floor(one.epoch(), one.commitLsn(), one.lsn(), one.isOfEarlierSnapshots());
    }
  }

  /** Settles the truncations of {@code tables} once more: old changes of theirs were written. */
  static void settleAgain(Lake lake, Set<String> tables) {
    settle(lake, truncation -> tables.contains(truncation.table()));
  }

  /**
   * Writes the tombstones of all truncations of {@code table} into other tables with its rows, old
   * ones and new ones.
   *
   * @param start before which those tables have them; null where they have none
   */
  static void bury(
      Lake lake,
      String table,
      @Nullable TransactionCut start,
      TableName current,
      TableName history) {
    if (lake.exists(NAME)) {
      List<Truncation> inOrder =
          reached(lake, read(lake)).filter(one -> one.table().equals(table)).toList();
      List<Truncation> buried =
          inOrder.stream().filter(one -> start == null || !one.isBefore(start)).toList();
      bury(lake, inOrder, buried, current, history);
    }
  }

  private static void settle(Lake lake, Predicate<Truncation> wanted) {
    if (!lake.exists(NAME)) {
      return;
    }
    List<Truncation> found = read(lake);
    if (found.stream().noneMatch(wanted)) {
      return;
    }
    reached(lake, found)
        .collect(Collectors.groupingBy(Truncation::table))
        .values()
        .forEach(ofTable -> settle(lake, ofTable, wanted));
  }

  private static Stream<Truncation> reached(Lake lake, List<Truncation> found) {
    Map<String, Long> positions = Positions.in(lake).read();
    return found.stream().filter(truncation -> truncation.isReached(positions)).sorted();
  }

  @SuppressWarnings("try") // held, not used
  private static void settle(Lake lake, List<Truncation> inOrder, Predicate<Truncation> wanted) {
    List<Truncation> settled = inOrder.stream().filter(wanted).toList();
    String table = inOrder.get(0).table();
    // What was read before a row was erased must not be written after it.
    try (Shadow.Absence absence = Shadow.absent(lake, Zones.current(table))) {
      bury(lake, inOrder, settled, Zones.current(table), Zones.history(table));
    }
    Truncations truncations = in(lake);
    try (RowBatch marks = RowBatch.in(lake)) {
      settled.forEach(truncation -> marks.write(truncations.row(truncation.asSettled())));
      marks.commit();
    }
  }

  /** What the snapshots of one life have done to those before them, of all tables. */
  static List<Truncation> ofSnapshots(Lake lake, int epoch) {
    return lake.exists(NAME)
        ? read(lake).stream()
            .filter(one -> one.epoch() == epoch && one.isOfEarlierSnapshots())
            .toList()
        : List.of();
  }

  /** Where the TRUNCATEs of a table stand in one life of its source: commit LSN and own LSN. */
  public static Map<Long, Long> places(Lake lake, String table, int epoch) {
    return lake.exists(NAME)
        ? read(lake).stream()
            .filter(one -> one.table().equals(table) && one.epoch() == epoch)
            .filter(one -> !one.isOfEarlierLives() && !one.isOfEarlierSnapshots())
            .collect(Collectors.toMap(Truncation::commitLsn, Truncation::lsn, Math::max))
        : Map.of();
  }

  private static void bury(
      Lake lake,
      List<Truncation> inOrder,
      List<Truncation> settled,
      TableName current,
      TableName history) {
    try (RowBatch tombstones = RowBatch.in(lake)) {
      for (Truncation truncation : settled) {
        int at = inOrder.indexOf(truncation);
        new TruncatedRows(lake, truncation, current, history)
            .bury(at == 0 ? null : inOrder.get(at - 1), tombstones::write);
      }
      tombstones.commit();
    }
  }

  private static List<Truncation> read(Lake lake) {
    return read(lake.read(NAME, TYPE.getFieldNames()));
  }

  private static List<Truncation> read(RowReader rows) {
    List<Truncation> found = new ArrayList<>();
    rows.forEach(
        row ->
            found.add(
                new Truncation(
                    row.getString(0).toString(),
                    row.getInt(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getTimestamp(4, 3),
                    row.isNullAt(5)
                        ? null
                        : new SourcePosition(row.getString(5).toString(), row.getLong(6)),
                    row.getInt(7) > 0)));
    return found;
  }

  private LakeRow row(Truncation truncation) {
    SourcePosition position = truncation.position();
    return encoder.encode(
        GenericRow.of(
            BinaryString.fromString(truncation.table()),
            truncation.epoch(),
            truncation.commitLsn(),
            truncation.lsn(),
            truncation.time(),
            position == null ? null : BinaryString.fromString(position.partition()),
            position == null ? null : position.offset(),
            truncation.isSettled() ? 1 : 0));
  }
}
