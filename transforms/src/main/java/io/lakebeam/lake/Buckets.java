package io.lakebeam.lake;

import java.util.List;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.RowKeyExtractor;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.RowType;

/**
 * The buckets of a table's snapshot: which one holds a key, and what is in it. Not thread-safe, not
 * serializable.
 *
 * <pre>{@code
 * Buckets buckets = lake.buckets(TableName.parse("gold.profile"), snapshot);
 * int bucket = buckets.of(GenericRow.of(17L));  // the bucket key's columns
 * buckets.read(bucket, columns).forEach(row -> ...);
 * }</pre>
 */
public final class Buckets {
  private final TableName name;
  private final FileStoreTable table;
  private final boolean empty;
  private final RowKeyExtractor extractor;
  private final int[] keyIndices;
  private final InternalRow.FieldGetter[] keyGetters;

  Buckets(TableName name, FileStoreTable table, boolean empty) {
    this.name = name;
    this.empty = empty;
    this.table = table;
    this.extractor = table.createRowKeyExtractor();
    List<String> key = table.schema().bucketKeys();
    RowType type = table.rowType();
    this.keyIndices = type.getFieldIndices(key);
    this.keyGetters = new InternalRow.FieldGetter[keyIndices.length];
    for (int i = 0; i < keyIndices.length; i++) {
      keyGetters[i] = InternalRow.createFieldGetter(type.getTypeAt(keyIndices[i]), i);
    }
  }

  /** The bucket that holds the rows of {@code key}, a row of the bucket key's columns. */
  public int of(InternalRow key) {
    GenericRow row = new GenericRow(table.rowType().getFieldCount());
    for (int i = 0; i < keyIndices.length; i++) {
      row.setField(keyIndices[i], keyGetters[i].getFieldOrNull(key));
    }
    extractor.setRecord(row);
    return extractor.bucket();
  }

  /** The rows of a bucket, merged by key, in no given order. */
  public RowReader read(int bucket, List<String> columns) {
    if (empty) {
      return new RowReader(name, table, columns, List.of());
    }
    List<Split> splits =
        table.newReadBuilder().newScan().plan().splits().stream()
            .filter(split -> ((DataSplit) split).bucket() == bucket)
            .toList();
    return new RowReader(name, table, columns, splits);
  }
}
