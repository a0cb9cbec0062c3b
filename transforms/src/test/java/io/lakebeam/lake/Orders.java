package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.TableCommitImpl;
import org.apache.paimon.table.sink.TableWriteImpl;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/** Two small tables for tests: orders by number, and every version of each. */
final class Orders {
  static final RowType TYPE =
      RowType.builder()
          .field("number", DataTypes.BIGINT().notNull())
          .field("state", DataTypes.STRING())
          .field("deleted", DataTypes.BOOLEAN())
          .field("lsn", DataTypes.BIGINT().notNull())
          .build();
  static final LakeTable CURRENT =
      LakeTable.of(TableName.of("silver", "orders"), TYPE)
          .withPrimaryKey(List.of("number"))
          .withSequence(List.of("lsn"))
          .withBuckets(2);
  static final LakeTable HISTORY =
      LakeTable.of(TableName.of("silver", "orders_history"), TYPE)
          .withPrimaryKey(List.of("number", "lsn"))
          .withBucketKey(List.of("number"));

  private Orders() {}

  static byte[] row(long number, String state, boolean deleted, long lsn) {
    return RowCodec.of(TYPE)
        .encode(
            GenericRow.of(
                number, state == null ? null : BinaryString.fromString(state), deleted, lsn));
  }

  /** An order that is there, as Paimon takes it. */
  static GenericRow order(long number, String state, long lsn) {
    return GenericRow.of(number, BinaryString.fromString(state), false, lsn);
  }

  /** A version of an order for both tables. */
  static LakeRecord record(SourcePosition position, long number, String state, long lsn) {
    byte[] row = row(number, state, state == null, lsn);
    return new LakeRecord(
        position,
        List.of(new LakeRow(CURRENT.name(), 0, row), new LakeRow(HISTORY.name(), 0, row)));
  }

  /** Writes and commits a row without any of our classes between Paimon and the table. */
  static void commitByPaimonAlone(Lake lake, long number) {
    FileStoreTable table = lake.open(CURRENT.name()).copy(Map.of("commit.max-retries", "0"));
    try (TableWriteImpl<?> write = table.newWrite("alone");
        TableCommitImpl commit = table.newCommit("alone")) {
      write.withIOManager(IOManager.create(System.getProperty("java.io.tmpdir")));
      write.write(GenericRow.of(number, BinaryString.fromString("alone"), false, 1L));
      commit.commit(number, write.prepareCommit(true, number));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a table holds, sorted: {@code number:state:lsn}, deleted rows as {@code -}. */
  static List<String> read(Lake lake, LakeTable table) {
    List<String> rows = new ArrayList<>();
    lake.read(table.name(), List.of("number", "state", "deleted", "lsn"))
        .forEach(
            row ->
                rows.add(
                    "%d:%s:%d"
                        .formatted(
                            row.getLong(0),
                            row.getBoolean(2) ? "-" : row.getString(1).toString(),
                            row.getLong(3))));
    rows.sort(null);
    return rows;
  }
}
