package io.lakebeam.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes a {@link LakeRecord} as its position, if any, and its rows. */
public final class LakeRecordCoder extends AtomicCoder<LakeRecord> {
  private static final long serialVersionUID = 1L;
  private static final LakeRecordCoder INSTANCE = new LakeRecordCoder();
  private static final ListCoder<LakeRow> ROWS = ListCoder.of(LakeRowCoder.of());

  private LakeRecordCoder() {}

  /** The coder; it has no state. */
  public static LakeRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(LakeRecord record, OutputStream out) throws IOException {
    SourcePosition position = record.position();
    BooleanCoder.of().encode(position != null, out);
    if (position != null) {
      StringUtf8Coder.of().encode(position.partition(), out);
      VarLongCoder.of().encode(position.offset(), out);
    }
    ROWS.encode(record.rows(), out);
  }

  @Override
  public LakeRecord decode(InputStream in) throws IOException {
    SourcePosition position = null;
    if (BooleanCoder.of().decode(in)) {
      String partition = StringUtf8Coder.of().decode(in);
      position = new SourcePosition(partition, VarLongCoder.of().decode(in));
    }
    return new LakeRecord(position, ROWS.decode(in));
  }
}
