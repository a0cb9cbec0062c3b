package io.lakebeam.lake;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.RowType;

/** Streams rows of one table: some columns of some splits, merged by key. */
public final class RowReader {
  private final TableName name;
  private final ReadBuilder read;
  private final RowType type;
  private final List<Split> splits;

  RowReader(TableName name, FileStoreTable table, List<String> columns, List<Split> splits)
      throws IOException {
    this.name = name;
    RowType whole = table.rowType();
    for (String column : columns) {
      if (!whole.containsField(column)) {
        throw new LakeException(
            "table %s has no column '%s'; it has: %s"
                .formatted(name, column, String.join(", ", whole.getFieldNames())));
      }
    }
    this.type = whole.project(columns);
    this.read = table.newReadBuilder().withProjection(whole.getFieldIndices(columns));
    this.splits = splits;
  }

  /** The columns of the rows, in the order asked for. */
  public RowType type() {
    return type;
  }

  /**
   * Hands every row to {@code use}. A row is only good until {@code use} returns: copy what is kept
   * ({@link RowCodec#copy}).
   */
  public void forEach(Consumer<InternalRow> use) {
    for (Split split : splits) {
      try (var reader = read.newRead().executeFilter().createReader(split)) {
        reader.forEachRemaining(use);
      } catch (IOException e) {
        throw new LakeException("table %s could not be read".formatted(name), e);
      }
    }
  }
}
