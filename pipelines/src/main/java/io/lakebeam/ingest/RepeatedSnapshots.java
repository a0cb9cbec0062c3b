package io.lakebeam.ingest;

import io.lakebeam.change.Operation;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.source.SourceTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Snapshots that a source's connector took after it had streamed, because Kafka Connect was ended
 * before it had stored that the first one was over. Their rows do not replace what was streamed
 * before, which is newer than any snapshot of its life, and what was committed in between is in no
 * stream.
 *
 * <p>One that was taken since the first one was broken off is none of these: nothing was streamed
 * before it.
 */
final class RepeatedSnapshots {
  private static final List<String> STREAMED =
      Stream.of(Operation.CREATE, Operation.UPDATE, Operation.DELETE, Operation.TRUNCATE)
          .map(Operation::code)
          .toList();

  private final Lake lake;
  private final int epoch;
  private final List<CapturedTable> tables;
  private final List<Truncation> snapshots;

  private RepeatedSnapshots(
      Lake lake, int epoch, List<CapturedTable> tables, List<Truncation> snapshots) {
    this.lake = lake;
    this.epoch = epoch;
    this.tables = tables;
    this.snapshots = snapshots;
  }

  /** What the lake has of them, of the life that the source lives. */
  static RepeatedSnapshots of(CapturedSource source, Lake lake) {
    int epoch = source.life().number();
    Set<String> names = new HashSet<>();
    source.tables().forEach(table -> names.add(table.current().name().table()));
    List<Truncation> all =
        Truncations.ofSnapshots(lake, epoch).stream()
            .filter(snapshot -> names.contains(snapshot.table()))
            .toList();
    long first = all.stream().mapToLong(Truncation::snapshotLsn).min().orElse(0);
    return new RepeatedSnapshots(
        lake,
        epoch,
        source.tables(),
        all.stream().filter(snapshot -> isSuspect(snapshot, first)).toList());
  }

  /** Others need no look at bronze, which may be large: nothing was before them. */
  private static boolean isSuspect(Truncation snapshot, long first) {
    SourcePosition position = snapshot.position();
    return snapshot.snapshotLsn() > first || (position != null && position.offset() > 0);
  }

  /** Where in the source's log those were taken that have to be looked at. */
  Set<Long> suspects() {
    Set<Long> places = new HashSet<>();
    snapshots.forEach(snapshot -> places.add(snapshot.snapshotLsn()));
    return places;
  }

  /** The tables of which something was streamed before one, each with where it was taken. */
  Map<SourceTable, Long> torn() {
    Map<SourceTable, Long> torn = new HashMap<>();
    for (CapturedTable table : tables) {
      snapshots.stream()
          .filter(snapshot -> snapshot.table().equals(table.current().name().table()))
          .mapToLong(Truncation::snapshotLsn)
          .filter(place -> lake.exists(table.bronze().name()))
          .filter(place -> isTorn(table.bronze().name(), place))
          .max()
          .ifPresent(place -> torn.put(table.source(), place));
    }
    return torn;
  }

  /**
   * A change that names a commit before the snapshot as the last before its own was streamed before
   * it: the first transaction after a snapshot names none, all others one after it. That first one
   * may have begun before the snapshot, and is told by its place in the topic.
   */
  private boolean isTorn(TableName bronze, long place) {
    Map<String, Long> earliest = new HashMap<>();
    boolean[] namesEarlierCommit = {false};
    lake.read(
            bronze,
            List.of("commit_lsn", "lsn", "source_partition", "position"),
            ofLife().and(RowFilter.lessThan("commit_lsn", place)).and(RowFilter.in("op", STREAMED)))
        .forEach(
            row -> {
              namesEarlierCommit[0] |= row.getLong(0) != row.getLong(1);
              earliest.merge(row.getString(2).toString(), row.getLong(3), Math::min);
            });
    return namesEarlierCommit[0]
        || earliest.entrySet().stream()
            .anyMatch(event -> isFollowed(bronze, place, event.getKey(), event.getValue()));
  }

  /** Whether rows of the snapshot come after a position. */
  private boolean isFollowed(TableName bronze, long place, String partition, long offset) {
    boolean[] any = {false};
    lake.read(
            bronze,
            List.of("position"),
            ofLife()
                .and(RowFilter.equal("op", Operation.READ.code()))
                .and(RowFilter.equal("lsn", place))
                .and(RowFilter.equal("source_partition", partition))
                .and(RowFilter.greaterThan("position", offset)))
        .forEach(row -> any[0] = true);
    return any[0];
  }

  private RowFilter ofLife() {
    return RowFilter.equal("epoch", epoch);
  }
}
