package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.Snapshot;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.SnapshotManager;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How far each source partition is in the lake: the offset before which every record is committed
 * to every table that it writes. Kept in the table {@code lakebeam.positions}, so that a run
 * without any state resumes from what the lake has.
 *
 * <pre>{@code
 * Map<String, Long> offsets = Positions.in(lake).read();  // {bank.public.customer-0=4711}
 * }</pre>
 */
public final class Positions {
  private static final TableName NAME = TableName.of("lakebeam", "positions");
  private static final LakeTable TABLE =
      LakeTable.of(
              NAME,
              RowType.builder()
                  .field("source_partition", DataTypes.STRING().notNull())
                  .field("position", DataTypes.BIGINT())
                  .build())
          .withPrimaryKey(List.of("source_partition"));

  private final Lake lake;
  private final SnapshotManager snapshots;

  /** Who waits asks often, and they move once a commit interval. */
  private @Nullable Snapshot lastSnapshot;

  private Map<String, Long> last = Map.of();

  private Positions(Lake lake) {
    this.lake = lake;
    this.snapshots = lake.open(NAME).snapshotManager();
  }

  /** The positions kept in {@code lake}; the table is made if it is not there. */
  public static Positions in(Lake lake) {
    lake.create(TABLE);
    return new Positions(lake);
  }

  /** The position of every partition known to {@code lake}; makes no table. */
  public static Map<String, Long> known(Lake lake) {
    return lake.exists(NAME) ? new Positions(lake).read() : Map.of();
  }

  /** The position of every partition known. */
  public synchronized Map<String, Long> read() {
    Snapshot now = snapshots.latestSnapshot();
    if (now == null) {
      return Map.of();
    }
    if (!now.equals(lastSnapshot)) {
      Map<String, Long> positions = new HashMap<>();
      lake.read(NAME, List.of("source_partition", "position"))
          .forEach(row -> positions.put(row.getString(0).toString(), row.getLong(1)));
      last = Map.copyOf(positions);
      lastSnapshot = now;
    }
    return last;
  }

  /**
   * Sets positions back to where their partitions are read from now on, as those of a topic that
   * was made anew, whose offsets begin again.
   */
  public void reset(Map<String, Long> positions) {
    try {
      new SmallTable(lake, TABLE).write(rows(positions));
    } catch (Exception e) {
      throw new LakeException("positions %s could not be set back".formatted(positions), e);
    }
  }

  private static List<GenericRow> rows(Map<String, Long> positions) {
    return positions.entrySet().stream()
        .map(p -> GenericRow.of(BinaryString.fromString(p.getKey()), p.getValue()))
        .toList();
  }

  /** Moves positions, and never back: of two runs at once the slower one may come last. */
  static final class Writer {
    private final Positions positions;
    private final SmallTable table;

    Writer(Lake lake) {
      this.positions = Positions.in(lake);
      this.table = new SmallTable(lake, TABLE);
    }

    void write(Map<String, Long> moved) throws Exception {
      table.write(() -> rows(ahead(moved)));
    }

    private Map<String, Long> ahead(Map<String, Long> moved) {
      Map<String, Long> now = positions.read();
      Map<String, Long> ahead = new HashMap<>(moved);
      ahead.entrySet().removeIf(p -> p.getValue() <= now.getOrDefault(p.getKey(), 0L));
      return ahead;
    }
  }
}
