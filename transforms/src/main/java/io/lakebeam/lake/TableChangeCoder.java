package io.lakebeam.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes a {@link TableChange} as its snapshot, the time of its commit and its row. */
public final class TableChangeCoder extends AtomicCoder<TableChange> {
  private static final long serialVersionUID = 1L;
  private static final TableChangeCoder INSTANCE = new TableChangeCoder();

  private TableChangeCoder() {}

  /** The coder; it has no state. */
  public static TableChangeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableChange change, OutputStream out) throws IOException {
    VarLongCoder.of().encode(change.snapshot(), out);
    VarLongCoder.of().encode(change.committedMillis(), out);
    LakeRowCoder.of().encode(change.row(), out);
  }

  @Override
  public TableChange decode(InputStream in) throws IOException {
    long snapshot = VarLongCoder.of().decode(in);
    long committed = VarLongCoder.of().decode(in);
    return new TableChange(snapshot, committed, LakeRowCoder.of().decode(in));
  }
}
