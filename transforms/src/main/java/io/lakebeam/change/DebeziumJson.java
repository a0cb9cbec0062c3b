package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decodes Debezium's PostgreSQL change events, written by Connect's JSON converter without schemas,
 * into {@link Change}s of one table: {@code decimal.handling.mode=string}, {@code
 * time.precision.mode=microseconds}.
 *
 * <pre>{@code
 * DebeziumJson json = DebeziumJson.of(sourceTable.type());
 * Change change = json.decode(kafkaRecord.value());
 * }</pre>
 *
 * <p>Events that a repair wrote ({@link RepairEvents}) are decoded, too.
 *
 * <p>The envelope and the meaning of {@code source.sequence}: Debezium's PostgreSQL connector
 * documentation, "Data change events".
 */
public final class DebeziumJson {
  /** Of an LSN; one more could be too many for a long. */
  private static final int MOST_DIGITS = 18;

  /** Of this decoder's own: it is used by one thread, and its buffers need no looking up. */
  private final JsonFactory factory = JsonFactory.builder().recyclerPool(new OneRecycler()).build();

  private final JsonColumns columns;

  private DebeziumJson(JsonColumns columns) {
    this.columns = columns;
  }

  /** A decoder for a table of these columns, each read as its type says. */
  public static DebeziumJson of(RowType type) {
    return of(type, Collections.nCopies(type.getFieldCount(), null));
  }

  /** The same, where a column may have a form of its own; null where it has none. */
  public static DebeziumJson of(RowType type, List<@Nullable TextForm> forms) {
    return new DebeziumJson(new JsonColumns(type, forms));
  }

  /**
   * Decodes one event.
   *
   * @throws ChangeException if it is not a change of the table: not JSON, no row, an unknown
   *     column, a value that does not fit its type
   */
  public Change decode(byte[] value) {
    columns.restart();
    try (JsonParser json = factory.createParser(value)) {
      Envelope envelope = new Envelope();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new ChangeException("an event is a JSON object; found " + json.currentToken());
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "after" -> envelope.after = columns.read(json);
          case "op" -> operation(json, envelope);
          case "source" -> source(json, envelope);
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new ChangeException(
            "an event has nothing after its end; found " + json.currentToken());
      }
      return envelope.change(envelope.endsRow() ? before(value) : null);
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  private void operation(JsonParser json, Envelope envelope) throws IOException {
    envelope.operation = Operation.ofCode(json.getText());
    if (envelope.operation.isRepair()) {
      if (envelope.after != null) {
        throw new ChangeException("a repair's event has its op before its row");
      }
      columns.expectPrinted();
    }
  }

  /**
   * Whether the row of the last event had the table's columns, all of them and in their order. In
   * another order they are others: Debezium writes them in the order of their {@code attnum}.
   */
  public boolean hadItsColumns() {
    return columns.isExact();
  }

  /**
   * The names of the columns of an event's row, in its order; of a deleted one, of the row before.
   *
   * @throws ChangeException if it is no event, or has no row
   */
  public List<String> columnNames(byte[] value) {
    List<String> names = new ArrayList<>();
    try (JsonParser json = factory.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new ChangeException("an event is a JSON object; found " + json.currentToken());
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        boolean isWanted = field.equals("after") || (field.equals("before") && names.isEmpty());
        if (json.nextToken() == JsonToken.START_OBJECT && isWanted) {
          names.clear();
          addNames(json, names);
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw notJson(e);
    }
    if (names.isEmpty()) {
      throw new ChangeException("the event has no row");
    }
    return names;
  }

  /**
   * When the source committed an event's change, in milliseconds since 1970.
   *
   * @throws ChangeException if it does not say
   */
  public long sourceMillis(byte[] value) {
    Envelope envelope = new Envelope();
    try (JsonParser json = factory.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME && envelope.sourceMillis < 0) {
        boolean isWanted = json.currentName().equals("source");
        json.nextToken();
        if (isWanted) {
          source(json, envelope);
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw notJson(e);
    }
    if (envelope.sourceMillis < 0) {
      throw new ChangeException("an event has source.ts_ms; it is missing");
    }
    return envelope.sourceMillis;
  }

  /** Where it is none; what stands there may be a value that nobody is to see. */
  static ChangeException notJson(IOException e) {
    String place =
        e instanceof JsonProcessingException found && found.getLocation() != null
            ? ", at byte " + found.getLocation().getByteOffset()
            : "";
    return new ChangeException("the event is not JSON" + place);
  }

  private static void addNames(JsonParser json, List<String> names) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      names.add(json.currentName());
      json.nextToken();
      json.skipChildren();
    }
  }

  /**
   * The key of the row before, which only a delete needs: what stands beside it may be filled in,
   * and an update must not fail by what it has replaced.
   */
  private @Nullable GenericRow before(byte[] value) throws IOException {
    try (JsonParser json = factory.createParser(value)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("before")) {
          return columns.readKey(json);
        }
        json.skipChildren();
      }
      return null;
    }
  }

  private static void source(JsonParser json, Envelope envelope) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new ChangeException("an event's source is an object; found " + json.currentToken());
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "ts_ms" -> envelope.sourceMillis = json.getLongValue();
        case "lsn" -> envelope.lsn = json.getLongValue();
        case "sequence" -> envelope.commitLsn = lastCommit(json.getText());
        case "snapshot" -> envelope.isIncremental = json.getText().equals("incremental");
        default -> json.skipChildren();
      }
    }
  }

  /** The first of the pair [last commit LSN, LSN] that is written as JSON in a string, or -1. */
  private static long lastCommit(String sequence) {
    int comma = sequence.indexOf(',');
    int end = sequence.length() - 1;
    if (comma < 0 || sequence.charAt(0) != '[' || sequence.charAt(end) != ']') {
      throw noPair(sequence);
    }
    requireLsn(sequence, comma + 1, end);
    return requireLsn(sequence, 1, comma);
  }

  /** A number in quotes, or -1 for null. A regular expression took a sixth of the decoding. */
  private static long requireLsn(String sequence, int from, int to) {
    int length = to - from;
    if (length == 4 && sequence.startsWith("null", from)) {
      return -1;
    }
    boolean isQuoted = length > 2 && sequence.charAt(from) == '"' && sequence.charAt(to - 1) == '"';
    if (!isQuoted || length - 2 > MOST_DIGITS) {
      throw noPair(sequence);
    }
    long lsn = 0;
    for (int i = from + 1; i < to - 1; i++) {
      int digit = sequence.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw noPair(sequence);
      }
      lsn = 10 * lsn + digit;
    }
    return lsn;
  }

  private static ChangeException noPair(String sequence) {
    return new ChangeException("source.sequence is not a pair of LSNs: " + sequence);
  }

  private static final class Envelope {
    private static final GenericRow NO_ROW = new GenericRow(0);
    private @Nullable GenericRow after;
    private @Nullable Operation operation;
    private boolean isIncremental;
    private long commitLsn = -1;
    private long lsn = -1;
    private long sourceMillis = -1;

    private boolean endsRow() {
      return operation != null && operation.endsRow();
    }

    private Change change(@Nullable GenericRow before) {
      if (operation == null || lsn < 0 || sourceMillis < 0) {
        throw new ChangeException("an event has op, source.lsn and source.ts_ms; one is missing");
      }
      GenericRow row =
          operation == Operation.TRUNCATE ? NO_ROW : operation.endsRow() ? before : after;
      if (row == null) {
        throw new ChangeException(
            "operation '%s' without a row %s it"
                .formatted(operation.code(), operation.endsRow() ? "before" : "after"));
      }
      return new Change(operation, commitLsn < 0 ? own() : commitLsn, lsn, sourceMillis, row);
    }

    /**
     * A snapshot's row is older than all that is streamed after it: what it did not see can stand
     * in the log before the place where it was taken. Not so what is read again while the stream
     * goes on.
     */
    private long own() {
      return operation == Operation.READ && !isIncremental ? 0 : lsn;
    }
  }
}
