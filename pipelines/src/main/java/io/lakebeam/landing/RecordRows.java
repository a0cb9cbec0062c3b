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
import java.util.ArrayList;
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
  private static final BinaryString GONE = BinaryString.fromString(Operation.DELETE.code());

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

  /** Of records of pulls that bronze has, judged for what is found of them, for silver. */
  static RecordRows ofPulled(Lake lake, LandingTable table) {
    return new RecordRows(
        table,
        Writers.of(lake, table, null, table.current().name(), table.history().name()),
        Set.of());
  }

  /** The same for records in which these columns are masked by now. */
  RecordRows ofMasked(Set<String> masked) {
    return masked.isEmpty()
        ? this
        : byMasked.computeIfAbsent(masked, columns -> new RecordRows(table, writers, columns));
  }

  /**
   * A record as silver has it.
   *
   * @param row masked, with empty fields for the columns that silver adds
   * @param masked the masked texts
   * @param unmet the expectations that it does not meet
   */
  record Decoded(GenericRow row, MaskedTexts masked, List<Expectation> unmet) {}

  /**
   * Decodes a record, cleans, masks and judges it.
   *
   * @throws RefusedRowException if it is no row of the table
   * @throws io.lakebeam.quality.UnexpectedRowException if it is not as expected
   */
  Decoded decode(FileRow record, TakenPart part) throws RefusedRowException {
    GenericRow row = decoder.decode(record, ADDED);
    MaskedTexts masked = masks.apply(row);
    return new Decoded(row, masked, expected.check(row, part.takenMillis()));
  }

  /**
   * The rows of a record.
   *
   * @throws RefusedRowException if it is no row of the table
   * @throws io.lakebeam.quality.UnexpectedRowException if it is not as expected
   */
  List<LakeRow> of(FileRow record, TakenPart part) throws RefusedRowException {
    Decoded decoded = decode(record, part);
    List<LakeRow> silver = silver(decoded.row(), FOUND, record, part);
    if (writers.bronze() != null) {
      silver.add(0, bronze(record, decoded.masked(), part));
    }
    return writers
        .findings()
        .with(silver, decoded.unmet(), decoded.row(), position(record.number(), part));
  }

  /**
   * The rows that say that a row is gone, of which a record has the key.
   *
   * @throws RefusedRowException if it has none
   */
  List<LakeRow> gone(FileRow record, TakenPart part) throws RefusedRowException {
    GenericRow row = decoder.decode(record, ADDED);
    for (int i = 0; i < table.columns().size(); i++) {
      if (!table.key().contains(table.columns().get(i).name())) {
        row.setField(i, null);
      }
    }
    return silver(row, GONE, record, part);
  }

  private List<LakeRow> silver(
      GenericRow row, BinaryString operation, FileRow record, TakenPart part) {
    int at = row.getFieldCount() - ADDED;
    row.setField(at, operation);
    row.setField(at + 1, operation.equals(GONE));
    row.setField(at + 2, EPOCH);
    row.setField(at + 3, part.taken());
    row.setField(at + 4, record.number());
    row.setField(at + 5, Timestamp.fromEpochMillis(part.takenMillis()));
    LakeRow newest = writers.current().encode(row);
    LakeRow version =
        writers.sharesBytes()
            ? writers.history().encoded(newest.row())
            : writers.history().encode(row);
    return new ArrayList<>(List.of(version, newest));
  }

  /** What bronze has of a record. */
  LakeRow bronze(FileRow record, MaskedTexts masked, TakenPart part) {
    return bronze(record, masked, masks.names(), FOUND, part);
  }

  /**
   * What bronze has of a row that is gone: its key as silver has it, which is not read otherwise.
   */
  LakeRow bronzeOfGone(FileRow key, TakenPart part) {
    BinaryString names = BinaryString.fromString(String.join(",", table.key()));
    return bronze(key, MaskedTexts.NONE, names, GONE, part);
  }

  private LakeRow bronze(
      FileRow record,
      MaskedTexts masked,
      @Nullable BinaryString names,
      BinaryString operation,
      TakenPart part) {
    GenericRow raw = new GenericRow(table.isPulled() ? 6 : 5);
    raw.setField(0, part.taken());
    raw.setField(1, record.number());
    raw.setField(2, Timestamp.fromEpochMillis(part.takenMillis()));
    raw.setField(3, BinaryString.fromBytes(record.json(masked)));
    raw.setField(4, names);
    if (table.isPulled()) {
      raw.setField(5, operation);
    }
    return writers.bronze().encode(raw);
  }

  /** Why a record is a dead letter: where it stands, and what is wrong. */
  String reason(long number, String reason, TakenPart part) {
    if (table.isPulled()) {
      return part.part().file().name() + ": " + reason;
    }
    String place = table.layout().format().isText() ? "line" : "row";
    return part.part().file().name() + " " + place + " " + number + ": " + reason;
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
