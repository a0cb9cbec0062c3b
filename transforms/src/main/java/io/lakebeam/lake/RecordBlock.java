package io.lakebeam.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A bundle's records of one source partition in one value, so that what waits for a commit is a few
 * arrays of bytes and not a state cell per record.
 *
 * @param ranges the offsets [from, to) that the records cover, in pairs; empty without positions
 * @param tables the tables, and versions of their columns, that the rows name by index
 * @param rows for each row the table's index, its length, its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordBlock(List<Long> ranges, List<TableSchema> tables, byte[] rows) {

  interface RowConsumer {
    void accept(LakeRow row) throws Exception;
  }

  /** A table, and a version of its columns. */
  record TableSchema(TableName table, long schema) {}

  int sizeInBytes() {
    return rows.length + 64;
  }

  void forEachRow(RowConsumer use) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(rows));
    while (in.available() > 0) {
      TableSchema of = tables.get(in.readUnsignedShort());
      use.accept(new LakeRow(of.table(), of.schema(), in.readNBytes(in.readInt())));
    }
  }

  /** Collects the records of a bundle. */
  static final class Builder {
    private final Map<TableSchema, Integer> tables = new LinkedHashMap<>();
    private final OffsetRanges ranges = new OffsetRanges();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    void add(LakeRecord record) {
      SourcePosition position = record.position();
      if (position != null) {
        ranges.add(position.offset(), position.offset() + 1);
      }
      try {
        for (LakeRow row : record.rows()) {
          TableSchema of = new TableSchema(row.table(), row.schema());
          Integer index = tables.get(of);
          if (index == null) {
            index = tables.size();
            tables.put(of, index);
          }
          out.writeShort(index);
          out.writeInt(row.row().length);
          out.write(row.row());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("an array in memory does not fail to be written", e);
      }
    }

    int sizeInBytes() {
      return bytes.size();
    }

    RecordBlock build() {
      return new RecordBlock(ranges.pairs(), List.copyOf(tables.keySet()), bytes.toByteArray());
    }
  }

  static final class BlockCoder extends AtomicCoder<RecordBlock> {
    private static final long serialVersionUID = 1L;
    private static final ListCoder<Long> RANGES = ListCoder.of(VarLongCoder.of());
    private static final ListCoder<String> TABLES = ListCoder.of(StringUtf8Coder.of());
    private static final ListCoder<Long> SCHEMAS = ListCoder.of(VarLongCoder.of());

    @Override
    public void encode(RecordBlock block, OutputStream out) throws IOException {
      RANGES.encode(block.ranges(), out);
      TABLES.encode(block.tables().stream().map(of -> of.table().toString()).toList(), out);
      SCHEMAS.encode(block.tables().stream().map(TableSchema::schema).toList(), out);
      ByteArrayCoder.of().encode(block.rows(), out);
    }

    @Override
    public RecordBlock decode(InputStream in) throws IOException {
      List<Long> ranges = RANGES.decode(in);
      List<String> tables = TABLES.decode(in);
      List<Long> schemas = SCHEMAS.decode(in);
      List<TableSchema> named = new ArrayList<>(tables.size());
      for (int i = 0; i < tables.size(); i++) {
        named.add(new TableSchema(TableName.parse(tables.get(i)), schemas.get(i)));
      }
      return new RecordBlock(ranges, named, ByteArrayCoder.of().decode(in));
    }
  }
}
