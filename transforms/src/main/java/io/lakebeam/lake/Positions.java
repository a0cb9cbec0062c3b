package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.TableWriteImpl;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

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

  private Positions(Lake lake) {
    this.lake = lake;
  }

  /** The positions kept in {@code lake}; the table is made if it is not there. */
  public static Positions in(Lake lake) {
    lake.create(TABLE);
    return new Positions(lake);
  }

  /** The position of every partition known. */
  public Map<String, Long> read() {
    Map<String, Long> positions = new HashMap<>();
    lake.read(NAME, List.of("source_partition", "position"))
        .forEach(row -> positions.put(row.getString(0).toString(), row.getLong(1)));
    return positions;
  }

  /** Writes positions: one at a time, and small enough to compact as it goes. */
  static final class Writer {
    private final FileStoreTable table;
    private final TableCommitter committer;
    private long identifier;

    Writer(Lake lake) {
      OpenTables tables = new OpenTables(lake);
      this.table = tables.table(NAME).copy(Map.of("write-only", "false"));
      this.committer = new TableCommitter(tables);
    }

    void write(Map<String, Long> positions) throws Exception {
      try (TableWriteImpl<?> write = table.newWrite("lakebeam-positions")) {
        for (Map.Entry<String, Long> position : positions.entrySet()) {
          write.write(
              GenericRow.of(BinaryString.fromString(position.getKey()), position.getValue()));
        }
        committer.commit(NAME, ++identifier, write.prepareCommit(true, identifier));
      }
    }
  }
}
