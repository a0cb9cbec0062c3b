package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes what a repair read of its source as events that {@link DebeziumJson} decodes: how a row
 * was at one place in the log, or that there was none.
 *
 * <pre>{@code
 * RepairEvents events = new RepairEvents(List.of("id", "name"), List.of("id"), order, cut, millis);
 * Event event = events.found(List.of("1", "\"Ann\""));
 * }</pre>
 *
 * <p>Columns come in the table's order, each as the JSON of its value: numbers, days and
 * microseconds since 1970 as numbers, decimals as text, bytes in base64, all that the lake keeps as
 * text as PostgreSQL prints it.
 */
public final class RepairEvents {
  private static final String NULL = "null";
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> columns;
  private final List<String> key;
  private final long commitLsn;
  private final long lsn;
  private final long sourceMillis;

  /**
   * An event, as a topic would have it.
   *
   * @param key the row's key as a JSON object
   * @param value what was found
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Event(byte[] key, byte[] value) {}

  /**
   * Events of one table at one place.
   *
   * @param columns the table's columns, in its order
   * @param key those of its key
   * @param commitLsn with {@code lsn} the events' place in the order of changes
   * @param lsn where the rows were read
   * @param sourceMillis when, by the source's clock
   */
  public RepairEvents(
      List<String> columns, List<String> key, long commitLsn, long lsn, long sourceMillis) {
    this.columns = List.copyOf(columns);
    this.key = List.copyOf(key);
    this.commitLsn = commitLsn;
    this.lsn = lsn;
    this.sourceMillis = sourceMillis;
  }

  /** The row is there, and these are its values. */
  public Event found(List<@Nullable String> values) {
    return event(Operation.FOUND, "after", values);
  }

  /** The row is not there; of its values the key's are known, all others null. */
  public Event absent(List<@Nullable String> values) {
    return event(Operation.ABSENT, "before", values);
  }

  private Event event(Operation operation, String side, List<@Nullable String> values) {
    ByteArrayOutputStream keyBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator keyJson = JSON.createGenerator(keyBytes);
        JsonGenerator json = JSON.createGenerator(bytes)) {
      writeRow(keyJson, values, true);
      json.writeStartObject();
      // The row is read as the operation says.
      json.writeStringField("op", operation.code());
      json.writeFieldName(side);
      writeRow(json, values, false);
      writeSource(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON could not be written to memory", e);
    }
    return new Event(keyBytes.toByteArray(), bytes.toByteArray());
  }

  private void writeRow(JsonGenerator json, List<@Nullable String> values, boolean keyOnly)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      if (!keyOnly || key.contains(columns.get(i))) {
        json.writeFieldName(columns.get(i));
        json.writeRawValue(values.get(i) == null ? NULL : values.get(i));
      }
    }
    json.writeEndObject();
  }

  private void writeSource(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeNumberField("ts_ms", sourceMillis);
    json.writeNumberField("lsn", lsn);
    json.writeStringField("sequence", "[\"%d\",\"%d\"]".formatted(commitLsn, lsn));
    json.writeEndObject();
  }
}
