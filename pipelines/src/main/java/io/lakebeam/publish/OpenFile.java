package io.lakebeam.publish;

import java.io.IOException;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.TwoPhaseOutputStream;

/** A file of a publication that is being written. */
final class OpenFile {
  private static final long GROUP_BYTES = 32L << 20;

  private final FileIO io;
  private final String path;
  private final TwoPhaseOutputStream out;
  private final FileFormatWriter writer;
  private long rows;

  private OpenFile(FileIO io, String path, TwoPhaseOutputStream out, FileFormatWriter writer) {
    this.io = io;
    this.path = path;
    this.out = out;
    this.writer = writer;
  }

  /**
   * Begins one.
   *
   * @param where the folder in the publication's, which ends with a slash, or nothing
   */
  static OpenFile begin(FilesPlan plan, String where) throws IOException {
    String path = plan.newFile(where);
    FileIO io = plan.io();
    TwoPhaseOutputStream out = io.newTwoPhaseOutputStream(plan.path(path), false);
    long group = plan.isPartitioned() ? GROUP_BYTES / WriteFiles.OPEN : GROUP_BYTES;
    return new OpenFile(
        io, path, out, FileFormatWriter.open(plan.format(), plan.typeInFiles(), group, out));
  }

  void write(InternalRow row) throws IOException {
    writer.write(row);
    rows++;
  }

  /** Ends it; it is there once it is committed. */
  WrittenFile end() throws IOException {
    writer.close();
    long bytes = out.getPos();
    return new WrittenFile(new Publication.FilePart(path, rows, bytes), out.closeForCommit());
  }

  /** Gives it up. */
  void discard() throws IOException {
    writer.close();
    out.closeForCommit().discard(io);
  }
}
