package io.lakebeam.lake.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.serializer.InternalRowSerializer;
import org.apache.paimon.io.CompactIncrement;
import org.apache.paimon.io.DataIncrement;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.table.sink.RowKeyExtractor;
import org.apache.paimon.types.DataField;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes most tables, and faster than Paimon's own writer: a row's bytes are copied once, also when
 * two tables have them, and sorted by numbers that their keys begin with.
 */
final class SortedTableWriter implements TableWriter {
  private final TableForm form;
  private final PagePool pool;
  private final RowKeyExtractor extractor;
  private final InternalRowSerializer serializer;
  private final BinaryRow row;
  private final int[] required;

  /** By number; null: has no row yet. */
  private final @Nullable BucketWriter[] buckets;

  SortedTableWriter(FileStoreTable table, PagePool pool) {
    this.form = new TableForm(table);
    this.pool = pool;
    this.extractor = table.createRowKeyExtractor();
    this.serializer = new InternalRowSerializer(form.rows());
    this.row = new BinaryRow(form.rows().getFieldCount());
    this.required =
        form.rows().getFields().stream()
            .filter(field -> !field.type().isNullable())
            .map(DataField::name)
            .mapToInt(form.rows()::getFieldIndex)
            .toArray();
    this.buckets = new BucketWriter[form.options().bucket()];
  }

  @Override
  public void write(InternalRow any) throws IOException {
    requireValues(any);
    write(serializer.toBinaryRow(any).copy().toBytes());
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    row.pointTo(MemorySegment.wrap(bytes), 0, bytes.length);
    requireValues(row);
    BucketWriter bucket = bucket();
    PagePool.Held last = pool.last();
    if (last != null && last.bytes() == bytes && last.owner() != bucket) {
      bucket.share(last, row);
    } else {
      pool.remember(new PagePool.Held(bytes, bucket.add(bytes, row), bucket));
    }
  }

  /** Here, where the row is at hand, and not when its column is written. */
  private void requireValues(InternalRow written) {
    for (int column : required) {
      if (written.isNullAt(column)) {
        throw new IllegalArgumentException(
            "column '%s' is NOT NULL, and a row has no value for it"
                .formatted(form.rows().getFieldNames().get(column)));
      }
    }
  }

  private BucketWriter bucket() {
    int bucket = 0;
    if (buckets.length > 1) {
      extractor.setRecord(row);
      bucket = extractor.bucket();
    }
    if (buckets[bucket] == null) {
      buckets[bucket] = new BucketWriter(form, bucket, pool);
    }
    return buckets[bucket];
  }

  @Override
  public List<CommitMessage> finish() throws IOException {
    List<CommitMessage> messages = new ArrayList<>(buckets.length);
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] != null) {
        messages.add(
            new CommitMessageImpl(
                BinaryRow.EMPTY_ROW,
                i,
                buckets.length,
                new DataIncrement(buckets[i].finish(), List.of(), List.of()),
                CompactIncrement.emptyIncrement()));
      }
    }
    return messages;
  }

  @Override
  public void close() {
    for (BucketWriter bucket : buckets) {
      if (bucket != null) {
        bucket.close();
      }
    }
  }
}
