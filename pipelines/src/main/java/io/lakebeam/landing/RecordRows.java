package io.lakebeam.landing;

import io.lakebeam.change.Operation;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.file.RowDecoder;
import io.lakebeam.ingest.RowFindings;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.RowExpectations;
import java.util.List;
import java.util.Set;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What the records of files write: rows of bronze, history and current, or a dead letter. */
final class RecordRows {
  /** A file has one life: a changed one is another file. */
  static final int EPOCH = 1;

  /** How many columns silver adds. */
  private static final int ADDED = 6;

  private static final BinaryString FOUND = BinaryString.fromString(Operation.READ.code());

  private final LandingTable table;
  private final RowDecoder decoder;

  /** Null where bronze has them. */
  private final @Nullable RowEncoder bronze;

  private final RowEncoder current;
  private final RowEncoder history;
  private final boolean sharesBytes;
  private final DeadLetters letters;
  private final RowExpectations expected;
  private final RowFindings findings;

  RecordRows(Lake lake, LandingTable table) {
    this(
        lake,
        table,
        RowEncoder.of(lake, table.bronze().name(), table.bronze().type()),
        table.current().name(),
        table.history().name());
  }

  private RecordRows(
      Lake lake,
      LandingTable table,
      @Nullable RowEncoder bronze,
      TableName current,
      TableName history) {
    this.table = table;
    this.bronze = bronze;
    this.decoder =
        RowDecoder.of(table.layout(), table.columns(), Set.copyOf(table.key()), table.cleaning());
    this.current = RowEncoder.of(lake, current, table.silver());
    this.history = RowEncoder.of(lake, history, table.silver());
    this.sharesBytes = this.history.sharesBytesWith(this.current);
    this.expected =
        RowExpectations.of(table.silver(), table.expected(), table.silver().getFieldNames());
    this.findings = RowFindings.of(lake, table.name(), table.silver());
    this.letters = DeadLetters.in(lake, Zones.DEAD_LETTERS);
  }

  /** Of records that bronze has, judged by then, written to other tables than the table's own. */
  static RecordRows of(Lake lake, LandingTable table, TableName current, TableName history) {
    return new RecordRows(lake, table.expecting(List.of()), null, current, history);
  }

  /**
   * The rows of a record.
   *
   * @throws RefusedRowException if it is no row of the table
   * @throws io.lakebeam.quality.UnexpectedRowException if it is not as expected
   */
  List<LakeRow> of(FileRow record, TakenPart part) throws RefusedRowException {
    GenericRow row = decoder.decode(record, ADDED);
    List<Expectation> unmet = expected.check(row, part.takenMillis());
    return findings.with(written(row, record, part), unmet, row, position(record.number(), part));
  }

  /** All that a decoded row writes; what is to be masked in it has to be by now. */
  private List<LakeRow> written(GenericRow row, FileRow record, TakenPart part) {
    Timestamp taken = Timestamp.fromEpochMillis(part.takenMillis());
    int at = row.getFieldCount() - ADDED;
    row.setField(at, FOUND);
    row.setField(at + 1, false);
    row.setField(at + 2, EPOCH);
    row.setField(at + 3, part.taken());
    row.setField(at + 4, record.number());
    row.setField(at + 5, taken);
    LakeRow newest = current.encode(row);
    LakeRow version = sharesBytes ? history.encoded(newest.row()) : history.encode(row);
    if (bronze == null) {
      return List.of(version, newest);
    }
    GenericRow raw =
        GenericRow.of(part.taken(), record.number(), taken, BinaryString.fromBytes(record.json()));
    return List.of(bronze.encode(raw), version, newest);
  }

  /** Why a record is a dead letter: where it stands, and what is wrong. */
  String reason(long number, String reason, TakenPart part) {
    String place = table.layout().format().isText() ? "line" : "row";
    return "%s %s %d: %s".formatted(part.part().file().name(), place, number, reason);
  }

  private SourcePosition position(long number, TakenPart part) {
    return new SourcePosition(table.source() + ":" + part.part().hash(), number);
  }

  /** The dead letter of a record. */
  LakeRow letter(long number, String reason, byte[] raw, TakenPart part) {
    return letters.letter(
        position(number, part), part.takenMillis(), reason(number, reason, part), null, raw);
  }
}
