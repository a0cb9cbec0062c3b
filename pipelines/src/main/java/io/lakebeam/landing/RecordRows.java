package io.lakebeam.landing;

import io.lakebeam.change.Operation;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.MaskedTexts;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.file.RowDecoder;
import io.lakebeam.ingest.RowFindings;
import io.lakebeam.ingest.TableRules;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.Seal;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.RowExpectations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final RecordMasks masks;
  private final RowExpectations expected;
  private final Writers writers;
  private final @Nullable Seal seal;

  /** Those of records in which columns are masked by now. */
  private final Map<Set<String>, RecordRows> byMasked = new HashMap<>();

  /**
   * Who writes them.
   *
   * @param bronze null where bronze has them
   * @param sharesBytes whether a version has the bytes of the newest row
   */
  private record Writers(
      @Nullable RowEncoder bronze,
      RowEncoder current,
      RowEncoder history,
      boolean sharesBytes,
      RowFindings findings,
      DeadLetters letters) {

    static Writers of(
        Lake lake,
        LandingTable table,
        @Nullable RowEncoder bronze,
        TableName current,
        TableName history) {
      RowEncoder newest = RowEncoder.of(lake, current, table.silver());
      RowEncoder version = RowEncoder.of(lake, history, table.silver());
      return new Writers(
          bronze,
          newest,
          version,
          version.sharesBytesWith(newest),
          RowFindings.of(lake, table.name(), table.silver()),
          DeadLetters.in(lake, Zones.DEAD_LETTERS));
    }
  }

  RecordRows(Lake lake, LandingTable table) {
    this(
        table,
        Writers.of(
            lake,
            table,
            RowEncoder.of(lake, table.bronze().name(), table.bronze().type()),
            table.current().name(),
            table.history().name()),
        Set.of());
  }

  private RecordRows(LandingTable table, Writers writers, Set<String> masked) {
    this.table = table;
    this.writers = writers;
    this.seal = table.seal();
    TableRules rules = table.rules();
    this.masks = RecordMasks.of(table.silver(), rules.masks(), masked);
    this.decoder =
        RowDecoder.of(
            table.layout(),
            table.columns(),
            Set.copyOf(table.key()),
            rules.cleaning(),
            rules.masks() == null ? Set.of() : rules.masks().rules().keySet(),
            masked);
    this.expected =
        RowExpectations.of(table.silver(), rules.expected(), table.silver().getFieldNames());
  }

  /** Of records that bronze has, judged by then, written to other tables than the table's own. */
  static RecordRows of(Lake lake, LandingTable table, TableName current, TableName history) {
    return new RecordRows(
        table.expectingNothing(), Writers.of(lake, table, null, current, history), Set.of());
  }

  /** The same for records in which these columns are masked by now. */
  RecordRows ofMasked(Set<String> masked) {
    return masked.isEmpty()
        ? this
        : byMasked.computeIfAbsent(masked, columns -> new RecordRows(table, writers, columns));
  }

  /**
   * The rows of a record.
   *
   * @throws RefusedRowException if it is no row of the table
   * @throws io.lakebeam.quality.UnexpectedRowException if it is not as expected
   */
  List<LakeRow> of(FileRow record, TakenPart part) throws RefusedRowException {
    GenericRow row = decoder.decode(record, ADDED);
    MaskedTexts masked = masks.apply(row);
    List<Expectation> unmet = expected.check(row, part.takenMillis());
    return writers
        .findings()
        .with(written(row, masked, record, part), unmet, row, position(record.number(), part));
  }

  private List<LakeRow> written(
      GenericRow row, MaskedTexts masked, FileRow record, TakenPart part) {
    Timestamp taken = Timestamp.fromEpochMillis(part.takenMillis());
    int at = row.getFieldCount() - ADDED;
    row.setField(at, FOUND);
    row.setField(at + 1, false);
    row.setField(at + 2, EPOCH);
    row.setField(at + 3, part.taken());
    row.setField(at + 4, record.number());
    row.setField(at + 5, taken);
    LakeRow newest = writers.current().encode(row);
    LakeRow version =
        writers.sharesBytes()
            ? writers.history().encoded(newest.row())
            : writers.history().encode(row);
    if (writers.bronze() == null) {
      return List.of(version, newest);
    }
    GenericRow raw =
        GenericRow.of(
            part.taken(),
            record.number(),
            taken,
            BinaryString.fromBytes(record.json(masked)),
            masks.names());
    return List.of(writers.bronze().encode(raw), version, newest);
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
    DeadLetter letter =
        new DeadLetter(
            position(number, part),
            reason(number, reason, part),
            part.takenMillis(),
            null,
            raw,
            0,
            null);
    return writers.letters().letter(seal == null ? letter : letter.sealedBy(seal));
  }
}
