package io.lakebeam.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
 * @param tables the tables that the rows name by index
 * @param rows for each row the table's index, its length, its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordBlock(List<Long> ranges, List<String> tables, byte[] rows) {

  interface RowConsumer {
    void accept(TableName table, byte[] row) throws Exception;
  }

  int sizeInBytes() {
    return rows.length + 64;
  }

  void forEachRow(RowConsumer use) throws Exception {
    List<TableName> names = tables.stream().map(TableName::parse).toList();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(rows));
    while (in.available() > 0) {
      TableName table = names.get(in.readUnsignedShort());
      use.accept(table, in.readNBytes(in.readInt()));
    }
  }

  /** Collects the records of a bundle. */
  static final class Builder {
    private final Map<String, Integer> tables = new LinkedHashMap<>();
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
          Integer index = tables.get(row.table().toString());
          if (index == null) {
            index = tables.size();
            tables.put(row.table().toString(), index);
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

    @Override
    public void encode(RecordBlock block, OutputStream out) throws IOException {
      RANGES.encode(block.ranges(), out);
      TABLES.encode(block.tables(), out);
      ByteArrayCoder.of().encode(block.rows(), out);
    }

    @Override
    public RecordBlock decode(InputStream in) throws IOException {
      return new RecordBlock(RANGES.decode(in), TABLES.decode(in), ByteArrayCoder.of().decode(in));
    }
  }
}
