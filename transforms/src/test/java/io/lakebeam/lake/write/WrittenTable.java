package io.lakebeam.lake.write;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.local.LocalFileIO;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.memory.HeapMemorySegmentPool;
import org.apache.paimon.memory.MemoryPoolFactory;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.table.sink.TableCommitImpl;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * A table of a lake on the disk that rows are written to.
 *
 * @param lake which has it
 * @param definition what it is
 * @param table as Paimon has it
 */
record WrittenTable(Lake lake, LakeTable definition, FileStoreTable table) {
  static WrittenTable in(Path folder, LakeTable definition) {
    Lake lake = Lake.at(folder.toString());
    lake.create(definition);
    Path at = folder.resolve("silver.db").resolve(definition.name().table());
    return new WrittenTable(
        lake,
        definition,
        FileStoreTableFactory.create(
            LocalFileIO.create(), new org.apache.paimon.fs.Path(at.toString())));
  }

  TableWriter writer(PagePool pool) {
    return TableWriter.of(
        table,
        pool,
        () -> {
          throw new AssertionError("another writer was taken");
        });
  }

  TableWriter paimons() {
    return new PaimonTableWriter(
        table, new MemoryPoolFactory(new HeapMemorySegmentPool(64 << 20, 16 << 10)));
  }

  void commit(List<CommitMessage> messages) throws Exception {
    long before = table.snapshotManager().latestSnapshotId() == null ? 0 : lake.snapshot(named());
    try (TableCommitImpl commit = table.newCommit("test")) {
      commit.commit(before + 1, messages);
    }
  }

  private TableName named() {
    return definition.name();
  }

  /** The rows, as text of each of their columns. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    lake.read(named(), definition.type().getFieldNames()).forEach(row -> rows.add(text(row)));
    return rows;
  }

  /** A row's columns. */
  String text(InternalRow row) {
    return String.join(
        "|",
        IntStream.range(0, definition.type().getFieldCount())
            .mapToObj(
                i ->
                    text(
                        InternalRow.createFieldGetter(definition.type().getTypeAt(i), i)
                            .getFieldOrNull(row)))
            .toList());
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  static List<DataFileMeta> files(List<CommitMessage> messages) {
    return messages.stream()
        .flatMap(message -> ((CommitMessageImpl) message).newFilesIncrement().newFiles().stream())
        .toList();
  }

  /** A table's name, in silver. */
  static TableName name(String table) {
    return TableName.of("silver", table);
  }

  /** A table of an id, its key, and a text. */
  static LakeTable twoColumns(String name) {
    return LakeTable.of(
            name(name),
            RowType.builder()
                .field("id", DataTypes.BIGINT().notNull())
                .field("text", DataTypes.STRING())
                .build())
        .withPrimaryKey(List.of("id"));
  }

  /** A text of more bytes than a row holds in place. */
  static BinaryString text(long i) {
    return BinaryString.fromString("the text of row " + i);
  }
}
