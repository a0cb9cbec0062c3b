package io.lakebeam.erase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.change.Operation;
import io.lakebeam.ingest.CapturedSubjects;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.subject.EventSubject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The same as {@link SubjectTable} of one table's events, as they came: bronze, dead letters. */
final class SubjectEvents {
  /** Texts that JSON writes as they are. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.@:-]+");

  private static final int MOST_SEARCHED = 16;

  private final Lake lake;
  private final TableName bronze;
  private final CapturedSubjects.Column column;
  private final Set<String> values;

  /** What an event must hold to be looked at; empty: each is. */
  private final List<BinaryString> searched;

  private final Set<String> whole = new HashSet<>();
  private final Set<String> shared = new HashSet<>();

  private SubjectEvents(Lake lake, SubjectTable table) {
    this.lake = lake;
    this.bronze = Zones.bronze(table.table().name());
    this.column = table.column();
    this.values = table.values();
    boolean isPlain = values.stream().allMatch(value -> PLAIN.matcher(value).matches());
    this.searched =
        isPlain && values.size() <= MOST_SEARCHED
            ? values.stream().map(BinaryString::fromString).toList()
            : List.of();
  }

  /** Looks for the events of what was found in the table's history, and for others of the kind. */
  static SubjectEvents find(Lake lake, SubjectTable table) {
    SubjectEvents found = new SubjectEvents(lake, table);
    if (!found.values.isEmpty()) {
      found.read();
    }
    return found;
  }

  private void read() {
    List<String> columns = List.of("key", "value");
    lake.read(bronze, columns)
        .forEach(
            row -> {
              if (mayNameThem(row.getString(1)) && isAbout(row.getString(1))) {
                whole.add(row.getString(0).toString());
              }
            });
    if (whole.isEmpty()) {
      return;
    }
    lake.read(bronze, columns)
        .forEach(
            row -> {
              String key = row.getString(0).toString();
              if (whole.contains(key) && isAnothers(row.getString(1))) {
                shared.add(key);
              }
            });
    whole.removeAll(shared);
  }

  private boolean mayNameThem(BinaryString value) {
    return searched.isEmpty() || searched.stream().anyMatch(value::contains);
  }

  private boolean isAbout(BinaryString value) {
    return event(value).filter(event -> event.isAbout(values::contains)).isPresent();
  }

  private boolean isAnothers(BinaryString value) {
    return event(value)
        .filter(event -> event.hasRow() && !event.isAbout(values::contains))
        .isPresent();
  }

  private Optional<EventSubject> event(BinaryString value) {
    return EventSubject.of(value.toBytes(), column.names());
  }

  /** What becomes of an event of bronze. */
  Function<InternalRow, @Nullable InternalRow> keepInBronze(RowType type) {
    int key = type.getFieldIndex("key");
    int value = type.getFieldIndex("value");
    return row -> {
      if (whole.contains(row.getString(key).toString())) {
        return null;
      }
      if (values.isEmpty() || !mayNameThem(row.getString(value))) {
        return row;
      }
      EventSubject event = event(row.getString(value)).orElse(null);
      if (event == null) {
        return row;
      }
      if (event.isAbout(values::contains)) {
        return asDelete(type, row, event);
      }
      return event.wasAbout(values::contains)
          ? with(type, row, "value", BinaryString.fromBytes(event.withoutBefore()))
          : row;
    };
  }

  private static InternalRow asDelete(RowType type, InternalRow row, EventSubject event) {
    int commitLsn = type.getFieldIndex("commit_lsn");
    byte[] delete =
        event.asDelete(
            row.getString(type.getFieldIndex("key")).toBytes(),
            row.isNullAt(commitLsn) ? 0 : row.getLong(commitLsn));
    return with(
        type,
        with(type, row, "value", BinaryString.fromBytes(delete)),
        "op",
        BinaryString.fromString(Operation.DELETE.code()));
  }

  private static InternalRow with(RowType type, InternalRow row, String column, Object value) {
    GenericRow other = new GenericRow(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      other.setField(i, InternalRow.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row));
    }
    other.setField(type.getFieldIndex(column), value);
    return other;
  }

  /**
   * Whether a dead letter is theirs: by its JSON, or, where it is none, by their key as a word of
   * its bytes.
   */
  boolean isTheirs(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    if (!column.topics().contains(topic) || values.isEmpty()) {
      return false;
    }
    if (key != null && whole.contains(new String(key, UTF_8))) {
      return true;
    }
    return value != null
        && EventSubject.of(value, column.names())
            .map(event -> event.isAbout(values::contains) || event.wasAbout(values::contains))
            .orElseGet(() -> values.stream().anyMatch(text -> hasWord(value, text)));
  }

  private static boolean hasWord(byte[] value, String text) {
    // One letter per byte: nothing is lost where the bytes are no UTF-8.
    String bytes = new String(value, ISO_8859_1);
    String word = new String(text.getBytes(UTF_8), ISO_8859_1);
    return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])")
        .matcher(bytes)
        .find();
  }
}
