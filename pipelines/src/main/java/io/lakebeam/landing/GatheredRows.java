package io.lakebeam.landing;

import io.lakebeam.change.ChangeException;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.quality.UnexpectedRowException;
import java.util.ArrayList;
import java.util.List;

/** What records that are read again write; one that is refused ends it. */
final class GatheredRows implements FileRows {
  private final RecordRows rows;
  private final TakenPart part;
  private final Reason reason;
  private final boolean isGone;
  private final List<LakeRow> written = new ArrayList<>();

  /**
   * @param reason what is said of a record that is refused
   */
  GatheredRows(RecordRows rows, TakenPart part, Reason reason) {
    this(rows, part, reason, false);
  }

  /** The same of records, of which each may have the key of a row that is gone. */
  GatheredRows(RecordRows rows, TakenPart part, Reason reason, boolean isGone) {
    this.rows = rows;
    this.part = part;
    this.reason = reason;
    this.isGone = isGone;
  }

  /** Of a record's number and what is wrong with it. */
  interface Reason {
    String of(long number, String wrong);
  }

  List<LakeRow> written() {
    return written;
  }

  @Override
  public void row(FileRow record) {
    try {
      written.addAll(isGone ? rows.gone(record, part) : rows.of(record, part));
    } catch (RefusedRowException | UnexpectedRowException e) {
      broken(record.number(), e.getMessage(), record.raw());
    }
  }

  @Override
  public void broken(long number, String wrong, byte[] raw) {
    throw new ChangeException(reason.of(number, wrong));
  }
}
