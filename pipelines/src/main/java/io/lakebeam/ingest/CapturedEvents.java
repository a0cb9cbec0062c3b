package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourcePosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.InternalRow;

/**
 * The events of a captured table.
 *
 * @param table the table, as its source has it now
 * @param epoch the number of the life that its source lives now
 */
record CapturedEvents(CapturedTable table, int epoch) implements BronzeEvents {
  private static final long serialVersionUID = 1L;
  private static final Comparator<TransactionCut> ORDER =
      Comparator.comparingInt(TransactionCut::epoch).thenComparingLong(TransactionCut::commitLsn);

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
    return List.of("key", "epoch", "lsn", "op", "source_partition", "position", "value");
  }

  @Override
  public RowFilter after(TransactionCut cut) {
    return RowFilter.greaterThan("epoch", cut.epoch())
        .or(
            RowFilter.equal("epoch", cut.epoch())
                .and(RowFilter.atLeast("commit_lsn", cut.commitLsn())));
  }

  @Override
  public Optional<TransactionCut> cutAt(Lake lake, Instant time) {
    TransactionCut[] first = {null};
    lake.read(
            bronze().name(),
            List.of("epoch", "commit_lsn"),
            RowFilter.atLeast("source_ts", time.truncatedTo(ChronoUnit.MILLIS)))
        .forEach(
            row -> {
              TransactionCut cut = new TransactionCut(row.getInt(0), row.getLong(1));
              if (first[0] == null || ORDER.compare(cut, first[0]) < 0) {
                first[0] = cut;
              }
            });
    return Optional.ofNullable(first[0]);
  }

  @Override
  public TransactionCut cutAt(long lsn) {
    return new TransactionCut(epoch, lsn);
  }

  @Override
  public Decoder decoder(Lake lake, LakeTable current, LakeTable history) {
    RebuiltRows rows = new RebuiltRows(lake, table.writtenTo(current, history));
    return new Decoder() {
      @Override
      public List<LakeRow> rows(InternalRow event) {
        return rows.of(
            event.getInt(1),
            event.getLong(2),
            event.getString(3).toString(),
            new SourcePosition(event.getString(4).toString(), event.getLong(5)),
            KV.of(event.getString(0).toBytes(), event.getString(6).toBytes()));
      }

      @Override
      public String place(InternalRow event) {
        return "%s@%d".formatted(event.getString(4), event.getLong(5));
      }
    };
  }
}
