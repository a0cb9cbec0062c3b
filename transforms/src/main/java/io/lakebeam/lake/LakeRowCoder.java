package io.lakebeam.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Writes a {@link LakeRow} as its table's name and its bytes. */
public final class LakeRowCoder extends AtomicCoder<LakeRow> {
  private static final long serialVersionUID = 1L;
  private static final LakeRowCoder INSTANCE = new LakeRowCoder();

  private LakeRowCoder() {}

  /** The coder; it has no state. */
  public static LakeRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(LakeRow row, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(row.table().toString(), out);
    ByteArrayCoder.of().encode(row.row(), out);
  }

  @Override
  public LakeRow decode(InputStream in) throws IOException {
    TableName table = TableName.parse(StringUtf8Coder.of().decode(in));
    return new LakeRow(table, ByteArrayCoder.of().decode(in));
  }
}
