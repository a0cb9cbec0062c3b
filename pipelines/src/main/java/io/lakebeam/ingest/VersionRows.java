package io.lakebeam.ingest;

import io.lakebeam.change.Change;
import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.ChangeException;
import io.lakebeam.change.DebeziumJson;
import io.lakebeam.change.Operation;
import io.lakebeam.change.OtherColumnsException;
import io.lakebeam.change.TextForm;
import io.lakebeam.change.UnchangedValueException;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.quality.Expectation;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.subject.ErasedSubjects.Place;
import io.lakebeam.subject.EventSubject;
import io.lakebeam.subject.SubjectGate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The rows of one table's changes while it has the same columns. */
final class VersionRows {
  /** Of an event that is about all keys. */
  private static final byte[] NO_KEY = {};

  private static final Map<Operation, BinaryString> CODES = new EnumMap<>(Operation.class);

  static {
    for (Operation operation : Operation.values()) {
      CODES.put(operation, BinaryString.fromString(operation.code()));
    }
  }

  private final Lake lake;
  private final int epoch;
  private final CapturedTable table;
  private final DebeziumJson json;

  private final EventRules rules;
  private final @Nullable RowEncoder bronze;
  private final RowEncoder current;
  private final @Nullable RowEncoder history;
  private final List<SourceColumn> columns;
  private final boolean sharesBytes;
  private final RowFindings findings;

  /** Null where the table declares no subject, or had not its column yet. */
  private final @Nullable SubjectGate gate;

  /** The place of the subject's column, or -1. */
  private final int subject;

  private long lsn;

  /** The LSN of the snapshot that rows were seen of last. */
  private long snapshot;

  private @Nullable Truncations truncations;

  /** The table as it was when it was described. */
  static VersionRows of(Lake lake, int epoch, CapturedTable table) {
    return new VersionRows(lake, epoch, table, table.source().columns(), table.current().type());
  }

  /**
   * The table with other columns.
   *
   * @param names what the lake calls the columns
   */
  static VersionRows of(
      Lake lake, int epoch, CapturedTable table, List<SourceColumn> columns, List<String> names) {
    RowType.Builder source = RowType.builder();
    for (int i = 0; i < names.size(); i++) {
      source.field(names.get(i), columns.get(i).lakeType());
    }
    return new VersionRows(lake, epoch, table, columns, ChangeColumns.addTo(source.build()));
  }

  private VersionRows(
      Lake lake, int epoch, CapturedTable table, List<SourceColumn> columns, RowType silver) {
    this.lake = lake;
    this.epoch = epoch;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.json = DebeziumJson.of(type(columns), forms(columns));
    this.rules = EventRules.of(table, columns, type(columns), forms(columns));
    this.bronze = encoder(table.bronze(), table.bronze().type());
    this.current = RowEncoder.of(lake, table.current().name(), silver);
    this.history = encoder(table.history(), silver);
    this.sharesBytes = history != null && history.sharesBytesWith(current);
    this.subject = table.subjectIn(columns);
    this.findings = RowFindings.of(lake, table.current().name().table(), silver);
    this.gate = subject < 0 ? null : SubjectGate.of(lake, table.subject());
  }

  private static RowType type(List<SourceColumn> columns) {
    RowType.Builder type = RowType.builder();
    columns.forEach(column -> type.field(column.name(), column.lakeType()));
    return type.build();
  }

  private static List<@Nullable TextForm> forms(List<SourceColumn> columns) {
    List<@Nullable TextForm> forms = new ArrayList<>();
    columns.forEach(column -> forms.add(column.form()));
    return forms;
  }

  List<SourceColumn> columns() {
    return columns;
  }

  /** Where in the source's log the last event stood. */
  long lsn() {
    return lsn;
  }

  /**
   * The rows of an event.
   *
   * @throws OtherColumnsException if its row has other columns; where the source's catalogue cannot
   *     be asked, only one that it has not
   * @throws ChangeException if it is no change of the table, or not as expected
   */
  List<LakeRow> of(SourcePosition position, KV<byte[], byte[]> given) {
    KV<byte[], byte[]> event = masked(given);
    Change change = decode(event.getValue());
    lsn = change.lsn();
    if (!json.hadItsColumns() && table.access() != null) {
      throw new OtherColumnsException("the row has other columns than the table");
    }
    if (change.operation() == Operation.TRUNCATE) {
      return truncation(position, event, change);
    }
    if (gate == null || gate.isOpen()) {
      return rows(position, event, change);
    }
    return admitted(position, event, change);
  }

  /** The rows of what may be stored of an event, now that somebody was erased. */
  private List<LakeRow> admitted(SourcePosition position, KV<byte[], byte[]> event, Change change) {
    Place place = new Place(epoch, change.lsn());
    String name = columns.get(subject).name();
    Operation operation = change.operation();
    Object value = change.row().getField(subject);
    return switch (gate.judge(operation, value, event.getValue(), name, place)) {
      case REFUSED -> List.of();
      case ENDS_ROW -> {
        byte[] delete =
            EventSubject.of(event.getValue(), Set.of(name))
                .orElseThrow()
                .asDelete(event.getKey(), change.commitLsn());
        yield rows(position, KV.of(event.getKey(), delete), decode(delete));
      }
      case ADMITTED -> {
        byte[] kept =
            operation == Operation.UPDATE
                ? gate.withoutErased(event.getValue(), name, place)
                : event.getValue();
        yield rows(position, KV.of(event.getKey(), kept), change);
      }
    };
  }

  private List<LakeRow> rows(SourcePosition position, KV<byte[], byte[]> event, Change change) {
    GenericRow version = silver(change);
    List<Expectation> unmet =
        change.operation().endsRow()
            ? List.of()
            : rules.judge(change.row(), change.sourceMillis(), position);
    LakeRow newest = current.encode(version);
    if (history == null) {
      return List.of(newest);
    }
    LakeRow kept = sharesBytes ? history.encoded(newest.row()) : history.encode(version);
    if (bronze == null) {
      return List.of(kept, newest);
    }
    LakeRow raw = bronze.encode(bronze(position, event, change));
    return findings.with(
        withTruncation(position, change, List.of(raw, kept, newest)), unmet, version, position);
  }

  /** And what the first row of a snapshot does to those before it. */
  private List<LakeRow> withTruncation(SourcePosition position, Change change, List<LakeRow> its) {
    if (!change.isOfSnapshot() || change.lsn() == snapshot) {
      return its;
    }
    snapshot = change.lsn();
    String name = table.current().name().table();
    List<LakeRow> all = new ArrayList<>(its);
    all.add(truncations().ofEarlierSnapshots(name, epoch, change, position));
    return all;
  }

  private KV<byte[], byte[]> masked(KV<byte[], byte[]> event) {
    try {
      return rules.masked(event);
    } catch (UnchangedValueException e) {
      throw notSent(e);
    }
  }

  private Change decode(byte[] value) {
    try {
      return json.decode(value);
    } catch (UnchangedValueException e) {
      throw notSent(e);
    }
  }

  private ChangeException notSent(UnchangedValueException e) {
    return new ChangeException(
        ("table %1$s, column '%2$s': the source did not send the unchanged large value;"
                + " ALTER TABLE %1$s REPLICA IDENTITY FULL makes it")
            .formatted(table.source().qualifiedName(), e.column()),
        e);
  }

  private List<LakeRow> truncation(
      SourcePosition position, KV<byte[], byte[]> event, Change change) {
    LakeRow row = truncations().row(table.current().name().table(), epoch, change, position);
    return bronze == null
        ? List.of(row)
        : List.of(bronze.encode(bronze(position, KV.of(NO_KEY, event.getValue()), change)), row);
  }

  private Truncations truncations() {
    if (truncations == null) {
      truncations = Truncations.in(lake);
    }
    return truncations;
  }

  /** Null where the table's changes are not written to that one. */
  private @Nullable RowEncoder encoder(LakeTable written, RowType type) {
    return table.written().contains(written) ? RowEncoder.of(lake, written.name(), type) : null;
  }

  private GenericRow bronze(SourcePosition position, KV<byte[], byte[]> event, Change change) {
    if (event.getKey() == null) {
      throw new ChangeException("the event has no key");
    }
    return GenericRow.of(
        BinaryString.fromBytes(event.getKey()),
        epoch,
        change.lsn(),
        CODES.get(change.operation()),
        change.commitLsn(),
        Timestamp.fromEpochMillis(change.sourceMillis()),
        BinaryString.fromString(position.partition()),
        position.offset(),
        BinaryString.fromBytes(event.getValue()));
  }

  private GenericRow silver(Change change) {
    if (!change.operation().endsRow()) {
      rules.clean(change.row());
    }
    int size = columns.size();
    GenericRow row = new GenericRow(size + 6);
    for (int i = 0; i < size; i++) {
      SourceColumn column = columns.get(i);
      row.setField(i, change.row().getField(i));
      if (!column.lakeType().isNullable() && row.isNullAt(i)) {
        throw new ChangeException("key column '%s' is null".formatted(column.name()));
      }
    }
    row.setField(size, CODES.get(change.operation()));
    row.setField(size + 1, change.operation().endsRow());
    row.setField(size + 2, epoch);
    row.setField(size + 3, change.commitLsn());
    row.setField(size + 4, change.lsn());
    row.setField(size + 5, Timestamp.fromEpochMillis(change.sourceMillis()));
    return row;
  }
}
