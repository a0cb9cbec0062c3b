package io.lakebeam.lake;

import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.serializer.InternalRowSerializer;
import org.apache.paimon.memory.MemorySegment;
import org.apache.paimon.types.RowType;

/**
 * Turns rows of one type into bytes and back: Paimon's binary row, which a writer takes without
 * decoding it. Not thread-safe and not serializable: make one per DoFn instance.
 *
 * <pre>{@code
 * RowCodec codec = RowCodec.of(type);
 * byte[] bytes = codec.encode(GenericRow.of(1L, BinaryString.fromString("a")));
 * InternalRow row = codec.decode(bytes);
 * }</pre>
 */
public final class RowCodec {
  private final InternalRowSerializer serializer;
  private final int arity;

  private RowCodec(RowType type) {
    this.serializer = new InternalRowSerializer(type);
    this.arity = type.getFieldCount();
  }

  /** A codec for rows of {@code type}. */
  public static RowCodec of(RowType type) {
    return new RowCodec(type);
  }

  /** The row as bytes of its own. */
  public byte[] encode(InternalRow row) {
    // Without the copy toBytes() hands out the serializer's own buffer where it happens to be full.
    return serializer.toBinaryRow(row).copy().toBytes();
  }

  /** A row over {@code bytes}, which it keeps. */
  public InternalRow decode(byte[] bytes) {
    BinaryRow row = new BinaryRow(arity);
    row.pointTo(MemorySegment.wrap(bytes), 0, bytes.length);
    return row;
  }

  /** A copy of a row that its reader will use again. */
  public InternalRow copy(InternalRow row) {
    return serializer.toBinaryRow(row).copy();
  }
}
