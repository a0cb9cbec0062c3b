package io.lakebeam.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes a {@link LakeRow} as its table's name, its schema's version and its bytes. */
public final class LakeRowCoder extends AtomicCoder<LakeRow> {
  private static final long serialVersionUID = 1L;
  private static final LakeRowCoder INSTANCE = new LakeRowCoder();

  /** A name is checked when it is parsed; once per table is enough. */
  private static final Map<String, TableName> NAMES = new ConcurrentHashMap<>();

  private LakeRowCoder() {}

  /** The coder; it has no state. */
  public static LakeRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(LakeRow row, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(row.table().toString(), out);
    VarLongCoder.of().encode(row.schema(), out);
    ByteArrayCoder.of().encode(row.row(), out);
  }

  @Override
  public LakeRow decode(InputStream in) throws IOException {
    TableName table = NAMES.computeIfAbsent(StringUtf8Coder.of().decode(in), TableName::parse);
    return new LakeRow(table, VarLongCoder.of().decode(in), ByteArrayCoder.of().decode(in));
  }
}
