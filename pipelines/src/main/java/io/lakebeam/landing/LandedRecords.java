package io.lakebeam.landing;

import io.lakebeam.change.Operation;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.file.FilePart;
import io.lakebeam.file.RecordReader;
import io.lakebeam.file.StoredFile;
import io.lakebeam.ingest.BronzeEvents;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowFilter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.paimon.data.InternalRow;

/**
 * The records of files that bronze keeps: files stand in the place of transactions, in the order in
 * which they were taken.
 *
 * @param table the table, as it is declared now
 */
record LandedRecords(LandingTable table) implements BronzeEvents {
  private static final long serialVersionUID = 1L;

  @Override
  public LakeTable bronze() {
    return table.bronze();
  }

  @Override
  public LakeTable current() {
    return table.current();
  }

  @Override
  public LakeTable history() {
    return table.history();
  }

  @Override
  public List<String> columns() {
    return table.isPulled()
        ? List.of("taken", "row", "source_ts", "value", "masked", LandingTable.OPERATION)
        : List.of("taken", "row", "source_ts", "value", "masked");
  }

  @Override
  public RowFilter after(TransactionCut cut) {
    return RowFilter.atLeast(
        "taken", cut.epoch() > RecordRows.EPOCH ? Long.MAX_VALUE : cut.commitLsn());
  }

  @Override
  public Optional<TransactionCut> cutAt(Lake lake, Instant time) {
    long[] first = {Long.MAX_VALUE};
    lake.read(
            bronze().name(),
            List.of("taken"),
            RowFilter.atLeast("source_ts", time.truncatedTo(ChronoUnit.MILLIS)))
        .forEach(row -> first[0] = Math.min(first[0], row.getLong(0)));
    return first[0] == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new TransactionCut(RecordRows.EPOCH, first[0]));
  }

  @Override
  public TransactionCut cutAt(long lsn) {
    throw new LandingException(
        "table %s: it comes from files, which have no log; say from which time"
            .formatted(table.name()));
  }

  @Override
  public Decoder decoder(Lake lake, LakeTable current, LakeTable history) {
    return decoder(RecordRows.of(lake, table, current.name(), history.name()));
  }

  /** Decodes them into rows that those make. */
  Decoder decoder(RecordRows rows) {
    return new Records(table.reader(), rows, table.isPulled());
  }

  /** Decodes them. */
  private record Records(RecordReader reader, RecordRows rows, boolean isPulled)
      implements Decoder {

    @Override
    public List<LakeRow> rows(InternalRow record) {
      long taken = record.getLong(0);
      StoredFile file = new StoredFile("the file taken as " + taken, 0, 0);
      FilePart whole = new FilePart(file, "", List.of(), 0, -1, 1);
      TakenPart part = new TakenPart(whole, taken, record.getTimestamp(2, 3).getMillisecond());
      Set<String> masked = record.isNullAt(4) ? Set.of() : RecordMasks.read(record.getString(4));
      boolean isGone =
          isPulled && Operation.DELETE.code().equals(String.valueOf(record.getString(5)));
      GatheredRows gathered =
          new GatheredRows(rows.ofMasked(masked), part, (number, wrong) -> wrong, isGone);
      reader.readKept(record.getString(3).toBytes(), record.getLong(1), masked, gathered);
      return gathered.written();
    }

    @Override
    public String place(InternalRow record) {
      return (isPulled ? "pull %d row %d" : "file %d line %d")
          .formatted(record.getLong(0), record.getLong(1));
    }
  }
}
